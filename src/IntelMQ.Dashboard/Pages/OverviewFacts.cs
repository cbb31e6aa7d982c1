using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Hosting.Control;

namespace IntelMQ.Dashboard.Pages;

/// <summary>What the overview says of a host.</summary>
internal static class OverviewFacts
{
    private const int MostNeeds = 50;
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(15);

    /// <summary>What can be done with all bots at once.</summary>
    public static IReadOnlyList<BotAction> ForAll { get; } = [BotAction.Start, BotAction.Stop, BotAction.Reload];

    /// <summary>What can be done with a bot.</summary>
    public static IReadOnlyList<BotAction> For(HostBot bot) => bot.State switch
    {
        HostBotState.Running => [BotAction.Stop, BotAction.Restart],
        HostBotState.Stopped or HostBotState.Disabled => [BotAction.Start],
        _ => [],
    };

    /// <summary>How things stand, in a sentence.</summary>
    public static string Summary(HostStatus status, Words words)
    {
        HostBot[] bots = [.. OwnOf(status)];
        int running = bots.Count(static bot => bot.State == HostBotState.Running);
        int stopped = bots.Count(static bot => bot.State == HostBotState.Stopped);
        int disabled = bots.Count(static bot => bot.State == HostBotState.Disabled);
        return words.Format("OverviewSummary", running, stopped, disabled);
    }

    /// <summary>The figures at the top: name, value, note.</summary>
    public static IEnumerable<(string Word, string Value, string Note)> Tiles(HostStatus status, HostFailures failures, Words words)
    {
        HostBot[] bots = [.. OwnOf(status)];
        yield return ("Stored", words.Number(bots.Where(static bot => bot.Kind == BotKind.Output).Sum(static bot => bot.Sent.Values.Sum())), words["SinceStart"]);
        yield return ("Waiting", words.Number(bots.Sum(static bot => bot.Queue?.Waiting ?? 0)), words["InAllQueues"]);
        DateTimeOffset? oldest = bots.Select(static bot => bot.Queue?.OldestSince).Min();
        yield return ("Oldest", oldest is { } since ? Age(status.Time - since) : "–", words["OldestNote"]);
        yield return ("Failures", words.Number(failures.Counted) + (failures.IsComplete ? "" : "+"), words["FailuresNote"]);
    }

    /// <summary>What needs somebody, worst first.</summary>
    public static IReadOnlyList<OverviewNeed> Needs(HostStatus status, Words words)
    {
        var needs = new List<OverviewNeed>();
        foreach (HostBot bot in OwnOf(status))
        {
            if (bot.State == HostBotState.Stopped)
                needs.Add(new OverviewNeed(bot.Id, bot.Queue is { Waiting: > 0 } queue ? words.Format("NeedStoppedWaiting", words.Number(queue.Waiting)) : words["NeedStopped"], bot.Queue is { Waiting: > 0 }));
            else if (bot.State == HostBotState.Running && bot.Queue?.OldestSince is { } since && status.Time - since > LongWait)
                needs.Add(new OverviewNeed(bot.Id, words.Format("NeedSlow", Age(status.Time - since)), true));
            if (bot.LastError is { } error && bot.LastErrorTime is { } when)
                needs.Add(new OverviewNeed(bot.Id, $"{when.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC: {PageText.Shown(error)}", false));
        }

        return [.. needs.OrderByDescending(static need => need.IsError).Take(MostNeeds)];
    }

    /// <summary>The class of the shape that stands for a state.</summary>
    public static string ShapeOf(HostBot bot) => bot.State switch
    {
        HostBotState.Running => "dot",
        HostBotState.Stopped => "triangle",
        _ => "ring",
    };

    private static IEnumerable<HostBot> OwnOf(HostStatus status) => status.Bots.Where(static bot => bot.Module.Length > 0);

    private static string Age(TimeSpan age) => age.TotalDays >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays} d {age.Hours} h")
        : age.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{age.Hours} h {age.Minutes} min") : age.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{age.Minutes} min") : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.Seconds)} s");
}
