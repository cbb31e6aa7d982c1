namespace IntelMQ.Pipelines;

/// <summary>The bots of a document by id, and by the queue they read.</summary>
internal sealed class BotNames
{
    private const string QueueSuffix = "-queue";

    private readonly Dictionary<string, string> _ids;
    private readonly Dictionary<string, string> _queues = new(StringComparer.Ordinal);

    public BotNames(IEnumerable<BotDefinition> bots, bool ignoreCase)
    {
        _ids = new Dictionary<string, string>(ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (BotDefinition bot in bots)
        {
            _ids.TryAdd(bot.Id, bot.Id);
            _queues.TryAdd(bot.Queue.Value, bot.Id);
        }
    }

    public string OfId(string id) => _ids.GetValueOrDefault(id, id);

    /// <summary>The bot that reads a queue; where none does, the one that it is named after.</summary>
    public string OfQueue(string queue)
        => _queues.TryGetValue(queue, out string? id) ? id
            : queue.EndsWith(QueueSuffix, StringComparison.Ordinal) && queue.Length > QueueSuffix.Length ? queue[..^QueueSuffix.Length] : queue;
}
