using System.Globalization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Outputs;

/// <summary>Names the index of an event by its time.</summary>
internal sealed class IndexRotation(string index, string? every, IndexTimes times, TimeProvider time)
{
    /// <summary>Whether the index depends on the event.</summary>
    public bool IsOn { get; } = every is "daily" or "weekly" or "monthly" or "yearly";

    public string IndexOf(Event message)
    {
        if (!IsOn)
            return index;
        if (!Counts(message, Fields.Time.Source, out DateTimeOffset when) && !Counts(message, Fields.Time.Observation, out when))
            when = time.GetUtcNow();
        DateTime day = when.UtcDateTime.Date;
        return every switch
        {
            "daily" => string.Create(CultureInfo.InvariantCulture, $"{index}-{day:yyyy-MM-dd}"),
            "weekly" => string.Create(CultureInfo.InvariantCulture, $"{index}-{day:yyyy}-{WeekOf(day):00}"),
            "monthly" => string.Create(CultureInfo.InvariantCulture, $"{index}-{day:yyyy-MM}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{index}-{day:yyyy}"),
        };
    }

    private bool Counts(Event message, Field<DateTimeOffset> field, out DateTimeOffset when)
        => message.TryGet(field, out when) && (times == IndexTimes.All || (times == IndexTimes.Whole && when.Ticks % TimeSpan.TicksPerSecond == 0));

    // Weeks begin on Monday; the days before the year's first one are week 0.
    private static int WeekOf(DateTime day) => (day.DayOfYear + 6 - (((int)day.DayOfWeek + 6) % 7)) / 7;
}

/// <summary>Which times say the index of an event.</summary>
internal enum IndexTimes
{
    /// <summary>All of the event's.</summary>
    All,

    /// <summary>Those without a fraction of a second.</summary>
    Whole,

    /// <summary>None but now.</summary>
    Now,
}
