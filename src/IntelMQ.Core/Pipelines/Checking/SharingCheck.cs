using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>One object must not work in two places at once, unless it keeps nothing; nor may two write one file.</summary>
internal static class SharingCheck
{
    public static void Check(IEnumerable<GraphBot> bots, ComplaintList complaints)
    {
        var owners = new Dictionary<Bot, GraphBot>(ReferenceEqualityComparer.Instance);
        foreach (GraphBot bot in bots)
        {
            foreach (Bot instance in bot.Bots)
            {
                if (!owners.TryAdd(instance, bot) && instance.Concurrency != BotConcurrency.Stateless)
                    complaints.Add(bot.Definition, $"the same object is already {owners[instance].Id}; connect to that, or make another.");
            }
        }

        CheckWrittenFiles(owners, complaints);
    }

    private static void CheckWrittenFiles(Dictionary<Bot, GraphBot> owners, ComplaintList complaints)
    {
        foreach (IGrouping<string, GraphBot> writers in owners.Where(static pair => pair.Key.WrittenFile is not null).GroupBy(static pair => pair.Key.WrittenFile!, static pair => pair.Value, StringComparer.Ordinal))
        {
            if (writers.Count() > 1)
                complaints.Add($"{string.Join(", ", writers.Select(static bot => bot.Id).Order(StringComparer.Ordinal))}: these write the same file, '{writers.Key}'; give each a file of its own, or send to one of them.");
        }
    }
}
