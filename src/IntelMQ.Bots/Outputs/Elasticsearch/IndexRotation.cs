using System.Globalization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Outputs;

/// <summary>Names the index of an event by its time.</summary>
internal sealed class IndexRotation(string index, string? every, TimeProvider time)
{
    /// <summary>Whether the index depends on the event.</summary>
    public bool IsOn { get; } = every is "daily" or "weekly" or "monthly" or "yearly";

    public string IndexOf(Event message)
    {
        if (!IsOn)
            return index;
        if (!message.TryGet(Fields.Time.Source, out DateTimeOffset when) && !message.TryGet(Fields.Time.Observation, out when))
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

    // Weeks begin on Monday; the days before the year's first one are week 0.
    private static int WeekOf(DateTime day) => (day.DayOfYear + 6 - (((int)day.DayOfWeek + 6) % 7)) / 7;
}
