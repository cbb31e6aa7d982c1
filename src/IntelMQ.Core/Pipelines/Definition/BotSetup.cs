using IntelMQ.Schemas;

namespace IntelMQ.Pipelines;

/// <summary>How a bot stands in a pipeline.</summary>
/// <example><code>var setup = new BotSetup { Id = "feodo-tracker", Cron = "5 4 * * *" };</code></example>
public sealed class BotSetup
{
    /// <summary>
    /// The bot's id: letters, digits and hyphens, as in IntelMQ. By default made of the class's name; a bot whose failures are kept
    /// on disk should have one that stays.
    /// </summary>
    public string? Id { get; set; }

    /// <summary>How many instances work side by side; more than one needs a factory, unless the bot is stateless.</summary>
    public int Instances { get; set; } = 1;

    /// <summary>Whether what several instances send leaves in the order in which it came.</summary>
    public bool IsOrdered { get; set; }

    /// <summary>Messages with the same value in this field go to the same instance, in their order.</summary>
    public Field? PartitionBy { get; set; }

    /// <summary>How many messages the bot's queue holds; by default what the pipeline's options say.</summary>
    public int? QueueCapacity { get; set; }

    /// <summary>
    /// Whether an expert gets a queue and a thread of its own. Otherwise synchronous experts run in the thread of the bot before them
    /// where they can, which is faster than to hand over.
    /// </summary>
    public bool HasOwnQueue { get; set; }

    /// <summary>How work is tried again; by default what the pipeline's options say.</summary>
    public RetryPolicy? Retry { get; set; }

    /// <summary>The pause after which a collector runs again; by default what the pipeline's options say.</summary>
    public TimeSpan? CollectInterval { get; set; }

    /// <inheritdoc cref="BotDefinition.Cron"/>
    public string? Cron { get; set; }

    /// <inheritdoc cref="BotDefinition.CronZone"/>
    public string? CronZone { get; set; }

    /// <inheritdoc cref="BotDefinition.CronJitter"/>
    public TimeSpan? CronJitter { get; set; }
}
