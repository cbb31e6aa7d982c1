using System.Globalization;

namespace Kills;

/// <summary>What is killed, and what it works on.</summary>
/// <param name="Broker">One of <see cref="KillSite.Brokers"/>, or <c>memory</c> for queues that end with the process.</param>
/// <param name="KillsServer">Whether the broker's server is killed instead of the worker.</param>
/// <param name="Sync">Redis' <c>appendfsync</c>.</param>
internal sealed record KillSetting(string Broker, bool KillsServer, string Sync)
{
    public const string Memory = "memory";

    public bool IsDurable => Broker != Memory;

    public bool NeedsRabbit => Broker.StartsWith("rabbitmq", StringComparison.Ordinal);

    /// <summary>Whether what a bot held back and sent when its time came may come twice: over RabbitMQ its id is not known.</summary>
    public bool MayOvercount => NeedsRabbit;

    public bool NeedsRedis => Broker.StartsWith("redis-", StringComparison.Ordinal);

    /// <summary>What is wrong with it; <see langword="null"/> for nothing.</summary>
    public string? Fault =>
        IsDurable && !KillSite.Brokers.Contains(Broker) ? string.Create(CultureInfo.InvariantCulture, $"There is no broker '{Broker}': {Memory}, {string.Join(", ", KillSite.Brokers)}.")
        : KillsServer && !NeedsRedis && !NeedsRabbit ? $"The broker '{Broker}' has no server."
        : null;
}
