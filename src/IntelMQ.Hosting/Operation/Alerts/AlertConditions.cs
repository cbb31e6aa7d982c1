using System.Globalization;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Operation;

/// <summary>What the rules measure.</summary>
internal sealed class AlertConditions
{
    private const int MaxHistory = 2000;
    private static readonly TimeSpan HistoryEvery = TimeSpan.FromSeconds(30);

    private readonly Queue<(DateTimeOffset Time, Dictionary<string, (long Failed, long All)> Bots)> _history = new();
    private DateTimeOffset _historyAt;
    private readonly Dictionary<string, (DateTimeOffset Since, long Until)> _waiting = new(StringComparer.Ordinal);

    /// <summary>Measures once.</summary>
    /// <returns>What is known now; of what is not listed nothing is known, and its alert stays as it is.</returns>
    public IReadOnlyList<AlertCondition> Measure(HostSample sample, AlertRules rules)
    {
        var found = new List<AlertCondition>();
        foreach (CollectorSample collector in sample.Collectors)
        {
            if (collector.Interval is not { } interval || interval <= TimeSpan.Zero || rules.Of(collector.Bot).SilentTimes is not { } times)
                continue;
            double value = collector.Silence / interval;
            // What this process has not seen yet may be silent since before it was started.
            if (collector.HasSent || value > times)
                found.Add(new AlertCondition("silent", collector.Bot, value, times, $"{collector.Bot} has sent nothing for {Span(collector.Silence)}; it runs every {Span(interval)}."));
        }

        foreach (BotStatus bot in sample.Status?.Bots ?? [])
        {
            if (bot.Queue is not { } queue || bot.Activity == BotActivity.Foreign || rules.Of(bot.Id).QueueMinutes is not { } minutes)
                continue;
            TimeSpan age = AgeOf(bot, queue, sample.Time);
            found.Add(new AlertCondition("queue", bot.Id, age.TotalMinutes, minutes, $"the oldest of {queue.Waiting} messages in the queue of {bot.Id} has waited for {Span(age)}."));
        }

        if (sample.Time - _historyAt >= HistoryEvery)
        {
            _historyAt = sample.Time;
            _history.Enqueue((sample.Time, sample.Counters.Bots.ToDictionary(static bot => bot.Key, static bot => CountsOf(bot.Value), StringComparer.Ordinal)));
        }

        double longest = rules.Bots.Values.Append(rules.Limits).Max(static limits => limits.FailuresMinutes);
        while (_history.Count > MaxHistory || (_history.Count > 1 && sample.Time - _history.Peek().Time > TimeSpan.FromMinutes(longest)))
            _history.Dequeue();
        foreach (BotCounters now in sample.Counters.Bots.Values)
        {
            if (Failures(now, rules.Of(now.Id), sample.Time) is { } condition)
                found.Add(condition);
        }

        return found;
    }

    private AlertCondition? Failures(BotCounters now, AlertLimits limits, DateTimeOffset time)
    {
        if (limits.FailuresPercent is not { } percent)
            return null;
        (long failedBefore, long allBefore) = _history.FirstOrDefault(one => time - one.Time <= TimeSpan.FromMinutes(limits.FailuresMinutes)).Bots?.GetValueOrDefault(now.Id) ?? default;
        (long failed, long all) = CountsOf(now);
        failed -= failedBefore;
        all -= allBefore;
        if (all < limits.FailuresLeast || failed < 0)
            return null;
        double value = 100d * failed / all;
        return new AlertCondition("failures", now.Id, value, percent, string.Create(CultureInfo.InvariantCulture, $"{failed} of {all} messages of {now.Id} failed in the last {limits.FailuresMinutes:0.#} minutes ({value:0.#} %)."));
    }

    private static (long Failed, long All) CountsOf(BotCounters bot) => (bot.Failed, bot.Failed + bot.Dropped + bot.Sent.Values.Sum());

    // Where the server does not know since when a message waits: those that waited at a time are gone when as many were received.
    private TimeSpan AgeOf(BotStatus bot, QueueStatus queue, DateTimeOffset now)
    {
        if (queue.Waiting == 0)
        {
            _waiting.Remove(bot.Id);
            return TimeSpan.Zero;
        }

        if (queue.OldestSince is { } since)
            return now > since ? now - since : TimeSpan.Zero;
        if (!_waiting.TryGetValue(bot.Id, out (DateTimeOffset Since, long Until) known) || bot.Counters.Received >= known.Until)
            _waiting[bot.Id] = known = (now, bot.Counters.Received + queue.Waiting);
        return now - known.Since;
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalHours: >= 48 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days"),
        { TotalMinutes: >= 120 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours"),
        { TotalSeconds: >= 120 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} minutes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} seconds"),
    };
}
