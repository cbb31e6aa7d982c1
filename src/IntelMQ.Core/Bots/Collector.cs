using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>The parameters that all collectors have: what they write into each report.</summary>
public partial class CollectorOptions : BotOptions
{
    /// <summary><c>name</c>: written to <c>feed.name</c>.</summary>
    public string? Name { get; set; }

    /// <summary><c>code</c>: written to <c>feed.code</c>.</summary>
    public string? Code { get; set; }

    /// <summary><c>provider</c>: written to <c>feed.provider</c>.</summary>
    public string? Provider { get; set; }

    /// <summary><c>documentation</c>: written to <c>feed.documentation</c>.</summary>
    public string? Documentation { get; set; }

    /// <summary><c>accuracy</c>: written to <c>feed.accuracy</c>, percent; 100 by default.</summary>
    [Unit("percent")]
    public double? Accuracy { get; set; } = 100;
}

/// <summary>A bot that fetches reports.</summary>
public abstract class Collector : Bot
{
    private readonly CollectorOptions _options;

    /// <summary>Creates the collector.</summary>
    protected Collector(CollectorOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the collector.</summary>
    protected Collector(CollectorOptions options, BotServices services)
        : base(options, services, StateKinds.Values) => _options = options;

    /// <inheritdoc/>
    public override BotConcurrency Concurrency => BotConcurrency.Single;

    /// <summary>The schema of the reports; a host sets it before it starts the bot.</summary>
    public Schemas.Schema Schema { get; set; } = Schemas.Schema.Default;

    /// <summary>Fetches reports once, one after the other, each read when it is asked for; ends when there are no more.</summary>
    /// <exception cref="IOException">The source cannot be read; the host tries again later.</exception>
    public abstract IAsyncEnumerable<CollectedReport> CollectAsync(CancellationToken cancellationToken);

    /// <summary>A report of raw data with the feed's fields and the time of observation.</summary>
    /// <param name="raw">The data; kept, not copied.</param>
    protected Report NewReport(ReadOnlyMemory<byte> raw)
    {
        var report = new Report(raw, Schema);
        DateTimeOffset now = Services.Time.GetUtcNow();
        report.Set(Schemas.Fields.Time.Observation, new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero));
        Describe(report, Schemas.Fields.Feed.Name, _options.Name);
        Describe(report, Schemas.Fields.Feed.Code, _options.Code);
        Describe(report, Schemas.Fields.Feed.Provider, _options.Provider);
        Describe(report, Schemas.Fields.Feed.Documentation, _options.Documentation);
        if (_options.Accuracy is { } accuracy and not 0)
            report.Set(Schemas.Fields.Feed.Accuracy, accuracy).ThrowIfRefused();
        return report;
    }

    /// <summary>
    /// A report that goes with changes of what the collector remembers (<see cref="StateValues.ChangeOf(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>).
    /// A host stores both in one commit; without one, the changes are made when the report is settled, before <paramref name="settled"/> runs.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="changes">
    /// The changes. One that must wait for more than this report has a <see cref="StateChange.Receipt"/> of its own, which matters with queues
    /// that end with the process.
    /// </param>
    /// <param name="settled">See <see cref="CollectedReport(Report, Func{CancellationToken, ValueTask})"/>.</param>
    /// <param name="identity">See <see cref="CollectedReport.Identity"/>.</param>
    protected CollectedReport NewCollected(Report report, IReadOnlyList<StateChange> changes, Func<CancellationToken, ValueTask>? settled, ReadOnlyMemory<byte> identity)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return new CollectedReport(report, SettleAsync) { Changes = changes, Identity = identity };

        ValueTask SettleAsync(CancellationToken cancellationToken)
        {
            State.ApplyWithoutHost(changes);
            return settled?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;
        }
    }

    /// <summary>
    /// One of the reports of a source. A host whose queues outlive the process remembers it until all of the source is put away, so that a source
    /// of which a part was stored before the process ended gives only the rest.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="report">The report.</param>
    /// <param name="changes">See <see cref="NewCollected"/>.</param>
    /// <param name="identity">See <see cref="CollectedReport.Identity"/>; no two reports of a source have the same.</param>
    protected CollectedReport NewPart(CollectedSource source, Report report, IReadOnlyList<StateChange> changes, ReadOnlyMemory<byte> identity)
    {
        ArgumentNullException.ThrowIfNull(source);
        CollectedReport part = NewCollected(report, changes, source.Expect(), identity);
        part.Source = source;
        return part;
    }

    private static void Describe(Report report, Schemas.Field<string> field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            report.Set(field, text).ThrowIfRefused();
    }
}

/// <summary>
/// A report on its way from a collector, with what is to happen once everything made of it is stored; or the failure of a part of the source.
/// </summary>
public sealed class CollectedReport
{
    private readonly Func<CancellationToken, ValueTask>? _settled;

    /// <summary>Creates it.</summary>
    /// <param name="report">The report.</param>
    public CollectedReport(Report report)
        : this(report, null)
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="settled">Runs when the last copy of the report, and all that was made of it, is stored or kept as failure.</param>
    public CollectedReport(Report report, Func<CancellationToken, ValueTask>? settled)
    {
        ArgumentNullException.ThrowIfNull(report);
        Report = report;
        _settled = settled;
    }

    /// <summary>A part of the source that cannot be used, in place of a report: a host keeps it, counts it, and hands it to no parser.</summary>
    /// <param name="failure">Why, with a report of the data as far as it is known.</param>
    /// <exception cref="ArgumentException">The failure is not one of a report.</exception>
    public CollectedReport(Failure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Report = failure.Message as Report ?? throw new ArgumentException("The failure must be one of a report.", nameof(failure));
        Failure = failure;
    }

    /// <summary>The report; where there is a <see cref="Failure"/>, that of it.</summary>
    public Report Report { get; }

    /// <summary>Why the report cannot be used; <see langword="null"/> for a report that is on its way to parsers.</summary>
    public Failure? Failure { get; }

    /// <summary>
    /// Names the report's source and its place in it, the same whenever the same is collected, such as path, length, time of change and
    /// offset. Empty for a hash of the report's data and fields.
    /// </summary>
    public ReadOnlyMemory<byte> Identity { get; init; }

    /// <summary>
    /// What the collector is to remember together with the report, such as a cursor
    /// (<see cref="StateValues.ChangeOf(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>); kept once the report is safe.
    /// </summary>
    public IReadOnlyList<StateChange> Changes { get; init; } = [];

    /// <summary>The source that the report is a part of, where it is known.</summary>
    internal CollectedSource? Source { get; set; }

    /// <summary>Says that the last copy is settled: only now may a source be deleted.</summary>
    public ValueTask SettleAsync(CancellationToken cancellationToken = default) => _settled?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;
}
