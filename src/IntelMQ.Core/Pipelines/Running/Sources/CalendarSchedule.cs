using Cronos;

namespace IntelMQ.Pipelines;

/// <summary>Times of the calendar at which a collector runs.</summary>
/// <param name="Cron">The times, in cron's form.</param>
/// <param name="Zone">The time zone that they are meant in.</param>
/// <param name="Jitter">How much later it may be, by chance.</param>
internal sealed record CalendarSchedule(CronExpression Cron, TimeZoneInfo Zone, TimeSpan Jitter)
{
    private const int FieldsWithSeconds = 6;

    // A clock that is set, or a machine that slept, is noticed after this time.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(10);

    /// <summary>The schedule of a bot; <see langword="null"/> where it has none, or one that cannot be used.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="complaint">What is wrong with it, as a sentence.</param>
    public static CalendarSchedule? Of(BotDefinition bot, out string? complaint)
    {
        complaint = null;
        if (bot.Cron is not { } text)
        {
            if (bot.CronZone is not null || bot.CronJitter is not null)
                complaint = "cron is missing, while cron_zone or cron_jitter is there: give it, or leave them out.";
            return null;
        }

        if (bot.CronJitter < TimeSpan.Zero || bot.CronJitter > PipelineOptions.LongestWait)
            complaint = $"cron_jitter must not be negative, nor longer than {PipelineOptions.LongestWait.Days} days.";
        if (bot.CronZone is not { } id || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone))
            zone = bot.CronZone is null ? TimeZoneInfo.Utc : null;
        if (zone is null)
            complaint = $"cron_zone is '{bot.CronZone}', which is no time zone of this system; give one such as Europe/Vienna.";
        int fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (!CronExpression.TryParse(text, fields == FieldsWithSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard, out CronExpression? cron))
            complaint = $"cron is '{text}', which is none: give minute, hour, day, month and day of the week, such as '15 4 * * *', or with the second in front.";
        return complaint is null ? new CalendarSchedule(cron!, zone!, bot.CronJitter ?? TimeSpan.Zero) : null;
    }

    /// <summary>The first time after another; <see langword="null"/> where there is none.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset time) => Cron.GetNextOccurrence(time, Zone)?.ToUniversalTime();

    /// <summary>Waits for the first time that is still to come; those that passed meanwhile are passed over.</summary>
    /// <returns>Whether there is one.</returns>
    public async ValueTask<bool> WaitAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (NextAfter(time.GetUtcNow()) is not { } next)
            return false;
        // Whoever came later than the time after this one would take that one's turn.
        TimeSpan room = NextAfter(next) is { } following ? following - next : TimeSpan.MaxValue;
        next += Random.Shared.NextDouble() * (Jitter < room ? Jitter : room);
        while (next - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            await Task.Delay(left < LongestSleep ? RoundedUp(left) : LongestSleep, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(CalendarSchedule? other) => other is not null && Cron.Equals(other.Cron) && Zone.Equals(other.Zone) && Jitter == other.Jitter;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cron, Jitter);

    // Timers go in milliseconds, and must not be early.
    private static TimeSpan RoundedUp(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
