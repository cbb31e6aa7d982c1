using System.Collections.Concurrent;

namespace IntelMQ.Pipelines;

/// <summary>Which bots the broker does not answer, or refuses, just now.</summary>
internal sealed class BrokerTroubles
{
    private readonly ConcurrentDictionary<string, BotError> _errors = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, BotError> Errors => _errors;

    public void Note(string bot, string reason, DateTimeOffset time) => _errors[bot] = new BotError(reason, time);

    /// <summary>It works again.</summary>
    /// <returns>Whether it did not before.</returns>
    public bool End(string bot) => !_errors.IsEmpty && _errors.TryRemove(bot, out _);
}
