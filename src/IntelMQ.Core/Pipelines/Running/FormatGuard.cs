using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Pipelines;

/// <summary>
/// Says once per report what failed; and once per change of a feed that too much of a report fails, which means another format.
/// </summary>
/// <param name="log">Where to say it.</param>
/// <param name="bot">The parser's id.</param>
/// <param name="ratio">The share of a report's elements, 0 to 1, that may fail.</param>
internal sealed class FormatGuard(ILogger log, string bot, double ratio)
{
    // Feeds are named by what comes from outside.
    private const int MaxSuspects = 1024;

    private readonly HashSet<string> _suspects = new(StringComparer.Ordinal);
    private string _feed = "";
    private Failure? _first;
    private long _failures;

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
        long elements = _failures + Events;
        bool hasChanged = _failures > ratio * elements;
        if (_first is not null && hasChanged && IsNews())
            PipelineLog.FormatChanged(log, bot, Printable.Of(_feed), _failures, elements, Printable.Of(_first.ToString()));
        else if (_first is not null)
            PipelineLog.LinesFailed(log, bot, Printable.Of(_feed), _failures, elements, Printable.Of(_first.ToString()));
        else if (log.IsEnabled(LogLevel.Information))
            PipelineLog.ReportParsed(log, bot, Printable.Of(_feed), Events, _failures);

        // A report without elements says nothing of the format.
        if (!hasChanged && elements > 0)
            _suspects.Remove(_feed);
    }

    private bool IsNews()
    {
        if (_suspects.Count >= MaxSuspects && !_suspects.Contains(_feed))
            _suspects.Clear();
        return _suspects.Add(_feed);
    }
}
