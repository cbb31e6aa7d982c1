using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>A bot of a <see cref="PipelineDefinition"/>.</summary>
public sealed record BotDefinition
{
    /// <summary>
    /// The bot's id, by which others send to it and its failures are kept: letters, digits, hyphens, underscores and dots, with a letter or digit
    /// first.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The bot's module path; empty for a bot that is an object or a factory in code, and where a foreign bot's is not known.</summary>
    public string Module { get; init; } = "";

    /// <summary>What the bot does; <see langword="null"/> for what its module says.</summary>
    public BotKind? Group { get; init; }

    /// <summary>A name for people.</summary>
    public string? Name { get; init; }

    /// <summary>What the bot is there for.</summary>
    public string? Description { get; init; }

    /// <summary>The parameters in IntelMQ's names.</summary>
    public ParameterValues Parameters { get; init; } = ParameterValues.Empty;

    /// <summary>Who gets what leaves the bot, path by path.</summary>
    public IReadOnlyList<BotDestination> Destinations { get; init => field = [.. value]; } = [];

    /// <summary>The queue that the bot reads; <see langword="null"/> for IntelMQ's, <c>ID-queue</c>.</summary>
    public string? SourceQueue { get; init; }

    /// <summary>How many instances work side by side.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>The field whose value decides which instance gets a message.</summary>
    public string? PartitionBy { get; init; }

    /// <summary>Whether what several instances send leaves in the order in which it came.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Whether an expert gets a queue and a thread of its own.</summary>
    public bool HasOwnQueue { get; init; }

    /// <summary>How many messages the bot's queue holds; <see langword="null"/> for what the pipeline says.</summary>
    public int? QueueCapacity { get; init; }

    /// <summary>How work is tried again; <see langword="null"/> for what the pipeline says.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The pause after which a collector runs again; <see langword="null"/> for what the pipeline says.</summary>
    public TimeSpan? CollectInterval { get; init; }

    /// <summary>
    /// When a collector runs, as text in cron's form: minute, hour, day, month, day of the week, or with the second in front. A turn that is not over
    /// when its next time comes is not begun a second time: that time is passed over. <see langword="null"/> for no times of the calendar.
    /// </summary>
    public string? Cron { get; init; }

    /// <summary>The time zone that <see cref="Cron"/> is meant in, such as <c>Europe/Vienna</c>; <see langword="null"/> for UTC.</summary>
    public string? CronZone { get; init; }

    /// <summary>
    /// How much later than <see cref="Cron"/> says a collector may run, by chance, so that not all ask a feed at once; never so late that its next time
    /// has come. <see langword="null"/> for not at all.
    /// </summary>
    public TimeSpan? CronJitter { get; init; }

    /// <summary>Whether the bot runs all the time or when a schedule says so.</summary>
    public BotRunMode RunMode { get; init; }

    /// <summary>Whether the bot runs. One that does not keeps its place and its queue.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// Whether the bot runs elsewhere, in another process or in Python: of it only its queue and its destinations matter here.
    /// </summary>
    public bool IsForeign { get; init; }

    /// <summary>Where the bot stands in the document it was read from.</summary>
    public DocumentPlace? Place { get; init; }

    /// <summary>Whether the bot is an object or a factory in code, which cannot be written out.</summary>
    public bool IsInCode => Code is not null;

    /// <summary>Whether the bot runs here: it is neither disabled nor foreign.</summary>
    public bool RunsHere => IsEnabled && !IsForeign;

    /// <summary>The queue that the bot reads.</summary>
    public QueueName Queue => SourceQueue is { } name ? new QueueName(name) : QueueName.Of(Id);

    internal BotInCode? Code { get; init; }

    /// <summary>Who gets what leaves along a path.</summary>
    public IEnumerable<string> To(string path) => Destinations.Where(destination => destination.Path == path).Select(static destination => destination.BotId);

    /// <inheritdoc/>
    public bool Equals(BotDefinition? other) => other is not null && (ReferenceEquals(this, other) || (Id == other.Id && BotChange.Compare(this, other) == BotAspects.None));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Module);

    /// <inheritdoc/>
    public override string ToString() => Module.Length == 0 ? Id : $"{Id} ({Module})";
}

/// <summary>When a bot runs; IntelMQ's <c>run_mode</c>.</summary>
public enum BotRunMode
{
    /// <summary>All the time.</summary>
    Continuous,

    /// <summary>Once each time that it is started, or where there is a <see cref="BotDefinition.Cron"/>, once each time that it says.</summary>
    Scheduled,
}
