using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>What a pipeline's bots have in common.</summary>
/// <example><code>var options = new PipelineOptions { CollectInterval = TimeSpan.FromHours(1), Failures = new MemoryFailureStore() };</code></example>
public sealed record PipelineOptions
{
    /// <summary>Names the pipeline in logs and metrics.</summary>
    public string Id { get; set; } = "intelmq";

    /// <summary>How many events a queue holds before its writers wait; passed by one batch at most.</summary>
    public int QueueCapacity { get; set; } = 1024;

    /// <summary>How many reports a parser's queue holds before the collector waits. Small, since reports may be large.</summary>
    public int ReportCapacity { get; set; } = 4;

    /// <summary>How many events go from bot to bot, and to an output, at once.</summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>How work is tried again that an error of a service stopped.</summary>
    public RetryPolicy Retry { get; set; } = new();

    /// <summary>How long a stop waits for the work that was begun; then it is given back. 30 seconds by default.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often the process may end (by a stack or memory that runs out, not by a stop) over the same message of a queue that outlives it, before
    /// the message is kept as failure and the others go on; 5 by default, at least 3, <see langword="null"/> for without end.
    /// </summary>
    public int? MaxAttempts { get; set; } = 5;

    /// <summary>
    /// The pause after which collectors run again; by default they run once, and the pipeline ends when everything is drained. IntelMQ's
    /// <c>rate_limit</c>.
    /// </summary>
    public TimeSpan? CollectInterval { get; set; }

    /// <summary>
    /// Whether a run goes on until it is stopped, also when all collectors have ended and everything is drained: for hosts whose bots are
    /// started and stopped while they run. Not so by default.
    /// </summary>
    public bool StaysOpen { get; set; }

    /// <summary>What the bots made by factories get, and the pipeline's own clock and log.</summary>
    public BotServices Services { get; set; } = BotServices.Default;

    /// <summary>
    /// The schema that collectors make reports with and that bots made by factories get; <see langword="null"/> for that of
    /// <see cref="Services"/>, which where it is the default leaves each collector's own.
    /// </summary>
    public Schema? Schema { get; set; }

    /// <summary>
    /// Where failures are kept; by default in memory. The owner disposes it; the default is the pipeline's own. With a
    /// <see cref="Broker"/> they are kept there.
    /// </summary>
    public IFailureStore? Failures { get; set; }

    /// <summary>
    /// Where what bots remember is kept; by default in <see cref="BotServices.StateFolder"/>, or in memory where there is none. The
    /// owner disposes it; the default is the pipeline's own. With a <see cref="Broker"/> it is kept there.
    /// </summary>
    public IStateStore? State { get; set; }

    /// <summary>
    /// The queues, and with them failures and state; the owner disposes them. By default they are in memory and end with the run: what was
    /// not done is still in its source.
    /// </summary>
    public IBroker? Broker { get; set; }

    /// <summary>
    /// What the definition may make bots reach, where it comes from outside; by default anything. Bots that are objects or factories in code are not
    /// held to it. A running pipeline takes a definition from outside by <see cref="IPipelineControl.ApplyAsync(PipelineDefinition, OutsidePolicy, CancellationToken)"/>.
    /// </summary>
    public OutsidePolicy? Outside { get; set; }

    /// <summary>The schema of the whole pipeline, where it has one.</summary>
    internal Schema? CommonSchema => Schema ?? (ReferenceEquals(Services.Schema, Schemas.Schema.Default) ? null : Services.Schema);

    /// <summary>What bots made by factories get.</summary>
    internal BotServices BotServices => Schema is { } schema ? Services.With(schema) : Services;

    /// <summary>The longest that timers can wait, in whole days.</summary>
    internal static TimeSpan LongestWait { get; } = TimeSpan.FromDays(49);

    /// <summary>The same with what a definition says.</summary>
    internal PipelineOptions With(PipelineDefinition definition) => this with
    {
        Id = definition.Id == PipelineDefinition.DefaultId ? Id : definition.Id,
        QueueCapacity = definition.QueueCapacity ?? QueueCapacity,
        ReportCapacity = definition.ReportCapacity ?? ReportCapacity,
        BatchSize = definition.BatchSize ?? BatchSize,
        StopTimeout = definition.StopTimeout ?? StopTimeout,
        CollectInterval = definition.CollectInterval ?? CollectInterval,
        Retry = definition.Retry ?? Retry,
    };

    /// <summary>Takes over what a definition says.</summary>
    internal void Take(PipelineDefinition definition)
    {
        PipelineOptions taken = With(definition);
        (Id, QueueCapacity, ReportCapacity, BatchSize) = (taken.Id, taken.QueueCapacity, taken.ReportCapacity, taken.BatchSize);
        (StopTimeout, CollectInterval, Retry) = (taken.StopTimeout, taken.CollectInterval, taken.Retry);
    }

    /// <summary>What a definition has to say so that it comes to the same under other options.</summary>
    internal PipelineDefinition ToDefinition()
    {
        var usual = new PipelineOptions();
        return new PipelineDefinition
        {
            Id = Id,
            QueueCapacity = QueueCapacity == usual.QueueCapacity ? null : QueueCapacity,
            ReportCapacity = ReportCapacity == usual.ReportCapacity ? null : ReportCapacity,
            BatchSize = BatchSize == usual.BatchSize ? null : BatchSize,
            StopTimeout = StopTimeout == usual.StopTimeout ? null : StopTimeout,
            CollectInterval = CollectInterval,
            Retry = Retry == usual.Retry ? null : Retry,
        };
    }

    internal void Validate(ComplaintList complaints)
    {
        if (string.IsNullOrEmpty(Id))
            complaints.Add("The pipeline has no id.");
        if (QueueCapacity < 1 || ReportCapacity < 1 || BatchSize < 1)
            complaints.Add("The capacity of queues and the size of batches must be at least 1.");
        if (MaxAttempts < 3)
            complaints.Add($"MaxAttempts is {MaxAttempts}, but must be at least 3: what ends the process is found by trying.");
        if (StopTimeout < TimeSpan.Zero || StopTimeout > LongestWait || CollectInterval < TimeSpan.Zero || CollectInterval > LongestWait)
            complaints.Add($"The time-out of a stop and the interval of collectors must not be negative, nor longer than {LongestWait.Days} days.");
        foreach (string fault in Retry.Faults())
            complaints.Add($"The pipeline: {fault}");
        if (Broker is not null && Failures is not null)
            complaints.Add("The pipeline has a broker and a failure store, but a broker keeps failures itself: leave Failures out, or hand the store to the broker.");
        if (Broker is not null && State is not null)
            complaints.Add("The pipeline has a broker and a state store, but a broker keeps state itself: leave State out, or hand the store to the broker.");
    }
}
