using System.Globalization;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Feeds;

/// <summary>
/// Notices when feeds change: columns that nobody knows, that are new or gone, kinds of reports that nobody knows, unusually few rows. Give it to a
/// pipeline's bots as <see cref="BotServices.FeedWatch"/>. Each change is told once. Thread-safe.
/// </summary>
/// <remarks>
/// A report that a collector cuts into pieces is several reports here, so that its last piece may have few rows: leave the rows of such a feed
/// unjudged (<see cref="FeedWatchOptions.OtherFeeds"/>).
/// </remarks>
public sealed class FeedWatch : IFeedWatch
{
    // Feeds are named by what comes from outside, and so are their columns.
    private const int MaxFeeds = 4096;
    private const int MaxColumns = 2000;

    // Numbers of rows alone are written in steps: small reports come by the thousand.
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly FeedWatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly FeedMemoryFile? _file;
    private readonly Dictionary<(string Feed, string Type), FeedMemory> _known;
    private readonly Dictionary<string, FeedCompleteness> _completeness = new(StringComparer.Ordinal);
    private DateTimeOffset _saved;

    /// <summary>Begins to watch, with what the file says of feeds.</summary>
    /// <param name="options">How feeds are watched.</param>
    /// <param name="services">The clock and the logs.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is another's.</exception>
    public FeedWatch(FeedWatchOptions options, BotServices services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        _options = options;
        _time = services.Time;
        _log = services.Logs.CreateLogger(typeof(FeedWatch).FullName!);
        _file = options.File is { Length: > 0 } path ? new FeedMemoryFile(path) : null;
        _known = _file?.Read() ?? [];
        foreach (Feed feed in options.Catalog?.All ?? [])
        {
            // Two feeds of one name that differ are judged like others.
            _completeness[feed.Name] = _completeness.TryGetValue(feed.Name, out FeedCompleteness other) && other != feed.Completeness ? options.OtherFeeds : feed.Completeness;
        }
    }

    /// <inheritdoc/>
    public void Saw(FeedReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        List<FeedChange> changes = [];
        lock (_gate)
        {
            if (!_known.TryGetValue((reading.Feed, reading.ReportType), out FeedMemory? memory))
            {
                if (_known.Count >= MaxFeeds)
                    return;
                _known.Add((reading.Feed, reading.ReportType), memory = new FeedMemory());
                _saved = default;
            }

            Compare(reading, memory, (kind, details) => changes.Add(new FeedChange(reading.Feed, reading.ReportType, kind, details, _time.GetUtcNow())));
            if (changes.Count > 0 || _time.GetUtcNow() - _saved >= SaveInterval)
                Save();
        }

        foreach (FeedChange change in changes)
            Tell(change);
    }

    private void Compare(FeedReading reading, FeedMemory memory, Action<FeedChangeKind, IReadOnlyList<string>> changed)
    {
        if (!reading.IsReportTypeKnown)
        {
            if (!memory.IsToldType)
                changed(FeedChangeKind.UnknownReportType, [reading.ReportType]);
            memory.IsToldType = true;
            return;
        }

        memory.IsToldType = false;
        if (memory.NotTold(reading.UnknownColumns) is { Length: > 0 } unknown)
            changed(FeedChangeKind.UnknownColumns, unknown);
        CompareColumns(reading, memory, changed);
        CompareRows(reading, memory, changed);
    }

    private static void CompareColumns(FeedReading reading, FeedMemory memory, Action<FeedChangeKind, IReadOnlyList<string>> changed)
    {
        if (reading.Columns.Count == 0)
            return;
        string[] columns = [.. reading.Columns.Take(MaxColumns)];
        if (memory.Columns is { } before)
        {
            // What nobody knows is told as that.
            if (columns.Except(before, StringComparer.Ordinal).Except(reading.UnknownColumns, StringComparer.Ordinal).ToArray() is { Length: > 0 } added)
                changed(FeedChangeKind.NewColumns, added);
            if (before.Except(columns, StringComparer.Ordinal).ToArray() is { Length: > 0 } gone)
                changed(FeedChangeKind.MissingColumns, gone);
        }

        memory.Columns = columns;
    }

    private void CompareRows(FeedReading reading, FeedMemory memory, Action<FeedChangeKind, IReadOnlyList<string>> changed)
    {
        double few = _completeness.GetValueOrDefault(reading.Feed, _options.OtherFeeds) switch
        {
            FeedCompleteness.Full => _options.FewInFull,
            FeedCompleteness.Delta => _options.FewInDelta,
            _ => 0,
        };
        if (few <= 0)
            return;
        if (memory.Counts.Count >= _options.MinReports && reading.Rows < memory.Usual * few)
            changed(FeedChangeKind.FewRows, [string.Create(CultureInfo.InvariantCulture, $"{reading.Rows} where {memory.Usual} are usual")]);
        memory.AddCount(reading.Rows);
    }

    private void Save()
    {
        _saved = _time.GetUtcNow();
        try
        {
            _file?.Write(_known);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            FeedWatchLog.NotSaved(_log, exception.Message);
        }
    }

    private void Tell(FeedChange change)
    {
        FeedWatchLog.Changed(_log, change.ToString());
        try
        {
            _options.Changed?.Invoke(change);
        }
#pragma warning disable CA1031 // Whatever a listener throws must not stop the feed.
        catch (Exception exception)
        {
            FeedWatchLog.ListenerFailed(_log, exception);
        }
#pragma warning restore CA1031
    }
}

internal static partial class FeedWatchLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Feed changed: {Change}")]
    public static partial void Changed(ILogger log, string change);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "What is known of feeds is not stored: {Reason}")]
    public static partial void NotSaved(ILogger log, string reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Nobody was told of a change of a feed.")]
    public static partial void ListenerFailed(ILogger log, Exception exception);
}
