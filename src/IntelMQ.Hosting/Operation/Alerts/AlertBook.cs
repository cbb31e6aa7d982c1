using IntelMQ.Hosting.Running;
using IntelMQ.Http;
using IntelMQ.Pipelines;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Operation;

/// <summary>The alerts of a running host: raises them, ends them, tells of both.</summary>
internal sealed class AlertBook : IDisposable
{
    private const int MaxNotices = 1000;
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);

    private readonly HostOperationOptions _options;
    private readonly AlertFiles _files;
    private readonly AlertConditions _conditions = new();
    private readonly ILogger _log;
    private readonly string _folder;
    private readonly IHttpConnections _http;
    private readonly Dictionary<string, Alert> _raised = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exceeded = new(StringComparer.Ordinal);
    private readonly Dictionary<IAlertSender, (List<AlertNotice> Notices, DateTimeOffset NotBefore)> _pending = [];
    private readonly FileWatch _rulesFile;
    private AlertRules _rules;
    private WebhookSender? _webhook;
    private Alert[] _active = [];

    public AlertBook(IntelMQHost host, HostOperationOptions options)
    {
        _options = options;
        _log = options.Logs.CreateLogger("IntelMQ.Hosting");
        _folder = host.ConfigurationFolder;
        _files = new AlertFiles(host.StateFolder);
        _rulesFile = new FileWatch([Path.Combine(_folder, AlertRules.FileName)]);
        _http = host.Http;
        _rules = new AlertRules();
        TakeRules();
        try
        {
            foreach (Alert alert in _files.ReadRaised())
                _raised[alert.Key] = alert;
        }
        catch (IOException exception)
        {
            OperationLog.NotKept(_log, exception.Message);
        }

        _active = [.. _raised.Values];
    }

    /// <summary>The alerts that are raised.</summary>
    public IReadOnlyList<Alert> Active => Volatile.Read(ref _active);

    public async Task LookAsync(HostSample sample, CancellationToken cancellationToken)
    {
        if (_rulesFile.HasChanged())
            TakeRules();
        var before = new Dictionary<string, Alert>(_raised, StringComparer.Ordinal);
        var notices = new List<AlertNotice>();
        Judge(sample, notices);
        TakeCare(sample.Time, notices);
        if (before.Count != _raised.Count || before.Any(one => !_raised.TryGetValue(one.Key, out Alert? now) || now.IsSent != one.Value.IsSent))
            Keep();
        Volatile.Write(ref _active, [.. _raised.Values]);
        foreach (IAlertSender sender in _webhook is null ? _options.AlertSenders : [.. _options.AlertSenders, _webhook])
            await SendAsync(sender, notices, sample.Time, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _pending.Clear();

    // Raised by the second look in a row that exceeds the limit: one alone may be chance.
    private void Judge(HostSample sample, List<AlertNotice> notices)
    {
        foreach (AlertCondition condition in _conditions.Measure(sample, _rules))
        {
            bool wasExceeded = !condition.IsExceeded ? _exceeded.Remove(condition.Key) : !_exceeded.Add(condition.Key);
            if (_raised.TryGetValue(condition.Key, out Alert? alert))
            {
                if (!condition.IsOver)
                {
                    _raised[condition.Key] = alert with { Text = condition.IsExceeded ? condition.Text : alert.Text };
                    continue;
                }

                _raised.Remove(condition.Key);
                OperationLog.Cleared(_log, alert.Key, alert.Text);
                if (alert.IsSent)
                    notices.Add(new AlertNotice(alert, IsOver: true));
            }
            else if (condition.IsExceeded && wasExceeded)
            {
                _raised[condition.Key] = alert = new Alert(condition.Rule, condition.Bot, condition.Text, sample.Time);
                OperationLog.Raised(_log, alert.Key, alert.Text);
            }
        }

        // What is no longer there, or no longer asked for, is over.
        foreach (Alert gone in _raised.Values.Where(alert => !sample.Counters.Bots.ContainsKey(alert.Bot) || !_rules.Of(alert.Bot).Has(alert.Rule)).ToArray())
            _raised.Remove(gone.Key);
    }

    private void TakeCare(DateTimeOffset now, List<AlertNotice> notices)
    {
        IReadOnlyDictionary<string, AlertCare> care;
        try
        {
            care = _files.ReadCare();
        }
        catch (IOException exception)
        {
            OperationLog.NotKept(_log, exception.Message);
            return;
        }

        foreach (Alert alert in _raised.Values.ToArray())
        {
            Alert cared = alert with { Care = care.GetValueOrDefault(alert.Key) ?? AlertCare.None };
            // When the time is over for which it was acknowledged, it is told of again.
            bool isQuiet = cared.IsAcknowledged(now);
            if (!isQuiet && !cared.IsSent)
                notices.Add(new AlertNotice(cared, IsOver: false));
            _raised[alert.Key] = cared with { IsSent = !isQuiet };
        }
    }

    private async Task SendAsync(IAlertSender sender, List<AlertNotice> notices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (List<AlertNotice> all, DateTimeOffset notBefore) = _pending.TryGetValue(sender, out var pending) ? pending : ([], DateTimeOffset.MinValue);
        all.AddRange(notices);
        if (all.Count > MaxNotices)
            all.RemoveRange(0, all.Count - MaxNotices);
        _pending[sender] = (all, notBefore);
        if (all.Count == 0 || now < notBefore)
            return;
        try
        {
            await sender.SendAsync([.. all], cancellationToken).ConfigureAwait(false);
            _pending[sender] = ([], DateTimeOffset.MinValue);
        }
        catch (IOException exception)
        {
            OperationLog.NotSent(_log, sender.Name, exception.Message);
            _pending[sender] = (all, now + AgainAfter);
        }
    }

    private void Keep()
    {
        try
        {
            _files.WriteRaised(_raised.Values);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            OperationLog.NotKept(_log, exception.Message);
        }
    }

    // Rules that cannot be used leave those before in place.
    private void TakeRules()
    {
        try
        {
            Uri? before = _rules.Webhook;
            _rules = AlertRules.Load(_folder);
            if (_rules.Webhook != before)
                _webhook = _rules.Webhook is { } url ? new WebhookSender(_http, url, _options.Time) : null;
        }
        catch (PipelineConfigurationException exception)
        {
            foreach (string complaint in exception.Complaints)
                OperationLog.BadRules(_log, complaint);
        }
    }
}
