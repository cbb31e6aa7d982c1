using IntelMQ.Failures;

namespace IntelMQ.Hosting.Dumps;

/// <summary>What a dump holds, in short.</summary>
/// <param name="BotId">The bot that failed.</param>
/// <param name="Place">Where the entries are.</param>
/// <param name="Count">How many there are.</param>
public sealed record DumpSummary(string BotId, string Place, int Count)
{
    /// <summary>When the first one was stored, in UTC and without zone; empty where there is none.</summary>
    public string Oldest { get; init; } = "";

    /// <summary>When the last one was stored.</summary>
    public string Newest { get; init; } = "";

    /// <summary>The reasons (<see cref="DumpReason"/>), the most frequent first, with the number of their entries.</summary>
    public IReadOnlyList<(string Reason, int Count)> Reasons { get; init; } = [];

    /// <summary>Why the dump cannot be read, or not to its end.</summary>
    public string? Fault { get; init; }

    /// <summary>Reads a dump through.</summary>
    /// <param name="botId">The bot that failed.</param>
    /// <param name="dump">The dump.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<DumpSummary> ReadAsync(string botId, IDump dump, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dump);
        var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
        (string oldest, string newest) = ("", "");
        await foreach (DumpedMessage entry in dump.ReadAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (oldest.Length == 0 || string.CompareOrdinal(entry.Key, oldest) < 0)
                oldest = entry.Key;
            if (string.CompareOrdinal(entry.Key, newest) > 0)
                newest = entry.Key;
            string reason = DumpReason.Pattern(entry.Reason);
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }

        return new DumpSummary(botId, dump.Place, dump.Count)
        {
            Oldest = oldest,
            Newest = newest,
            Reasons = [.. reasons.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value))],
            Fault = dump.Fault,
        };
    }
}
