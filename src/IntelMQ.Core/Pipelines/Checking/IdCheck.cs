namespace IntelMQ.Pipelines;

/// <summary>What the ids of bots and the names of their queues have to be.</summary>
internal static class IdCheck
{
    // A name is part of names of files, keys and queues.
    private const int MaxLength = 200;

    /// <returns>The ids that more than one bot has.</returns>
    public static HashSet<string> Check(IReadOnlyList<BotDefinition> bots, ComplaintList complaints)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var doubled = new HashSet<string>(StringComparer.Ordinal);
        var queues = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (BotDefinition bot in bots)
        {
            if (!IsName(bot.Id))
                complaints.Add(bot, $"an id consists of letters, digits, hyphens, underscores and dots, with a letter or digit first, and at most {MaxLength} of them.");
            if (bot.Id == "global")
                complaints.Add(bot, "no bot can be called so, since IntelMQ's files keep the parameters of all bots under this name.");
            if (!seen.Add(bot.Id))
            {
                doubled.Add(bot.Id);
                complaints.Add(bot, "two bots have this id.");
            }
            else if (!queues.TryAdd(bot.Queue.Value, bot.Id))
            {
                complaints.Add(bot, $"reads the queue '{bot.Queue}', which {queues[bot.Queue.Value]} reads too.");
            }

            if (bot.SourceQueue is { } queue && !IsName(queue))
                complaints.Add(bot, $"the queue cannot be called '{queue}': its name must be like an id.");
        }

        return doubled;
    }

    private static bool IsName(string text)
        => text.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
