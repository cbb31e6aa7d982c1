using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Pipelines;

/// <summary>Says once per report what failed; and once per change that most of a report fails, which means another format.</summary>
internal sealed class FormatGuard(ILogger log, string bot)
{
    private string _feed = "";
    private Failure? _first;
    private long _failures;
    private bool _isSuspect;

    public long Events { get; set; }

    public void Begin(Report report)
    {
        _feed = report[Fields.Feed.Name] ?? "";
        (_first, _failures, Events) = (null, 0, 0);
    }

    public void Add(Failure failure)
    {
        _first ??= failure;
        _failures++;
    }

    public void End()
    {
        bool mostFailed = _failures > Events;
        if (_first is not null && mostFailed && !_isSuspect)
            PipelineLog.FormatChanged(log, bot, _feed, _failures, _failures + Events, _first.ToString());
        else if (_first is not null)
            PipelineLog.LinesFailed(log, bot, _feed, _failures, _failures + Events, _first.ToString());
        else if (log.IsEnabled(LogLevel.Information))
            PipelineLog.ReportParsed(log, bot, _feed, Events, _failures);
        _isSuspect = mostFailed;
    }
}
