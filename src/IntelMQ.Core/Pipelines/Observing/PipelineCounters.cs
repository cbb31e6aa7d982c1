using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>What a pipeline has done since it was built.</summary>
/// <param name="Bots">The bots' counters by id.</param>
/// <param name="QueueDepths">How many messages are in each queue or in work, by the queue's name.</param>
public sealed record PipelineCounters(IReadOnlyDictionary<string, BotCounters> Bots, IReadOnlyDictionary<string, long> QueueDepths)
{
    /// <summary>How many messages became failures.</summary>
    public long Failed => Bots.Values.Sum(static bot => bot.Failed);

    /// <summary>
    /// How many events the outputs stored, all outputs together: an event that two outputs store counts twice. <see cref="StoredBy"/> has each output's
    /// own number.
    /// </summary>
    public long Stored => Bots.Values.Where(static bot => bot.Kind == BotKind.Output).Sum(static bot => bot.SentTo(BotPath.Default));

    /// <summary>How many events each output stored, by its id, sorted.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> StoredBy =>
    [
        .. Bots.Values.Where(static bot => bot.Kind == BotKind.Output)
            .OrderBy(static bot => bot.Id, StringComparer.Ordinal)
            .Select(static bot => KeyValuePair.Create(bot.Id, bot.SentTo(BotPath.Default))),
    ];
}

/// <summary>What a bot has done.</summary>
/// <param name="Id">The bot's id.</param>
/// <param name="Kind">What the bot does.</param>
/// <param name="Received">How many messages it received.</param>
/// <param name="Sent">How many messages it sent, by path; for an output, <c>_default</c> counts what it stored.</param>
/// <param name="Failed">How many messages became failures; for a parser, lines.</param>
/// <param name="Dropped">How many messages it ended on purpose, or sent along a path to which nothing is connected; for a parser, the rows that its map passes over.</param>
/// <param name="Retries">How often it was tried again after an error of a service.</param>
public sealed record BotCounters(string Id, BotKind Kind, long Received, IReadOnlyDictionary<string, long> Sent, long Failed, long Dropped, long Retries)
{
    /// <summary>How many messages it sent along a path.</summary>
    public long SentTo(string path) => Sent.GetValueOrDefault(path);
}
