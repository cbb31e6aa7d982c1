using System.Text;
using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>What all stores do with queries.</summary>
internal static class StoreQueries
{
    public static BoundQuery Bind(EventQuery query, Schema schema)
    {
        var binder = new FilterBinder(schema);
        return BoundQuery.Bind(query, binder) ?? throw Wrong(binder, nameof(query));
    }

    public static BoundGroups Bind(GroupQuery query, Schema schema)
    {
        var binder = new FilterBinder(schema);
        return BoundGroups.Bind(query, binder) ?? throw Wrong(binder, nameof(query));
    }

    /// <summary>The largest groups first, those of one size by their keys in the order of UTF-8; a key that is absent comes first.</summary>
    public static IReadOnlyList<EventGroup> Ordered(IEnumerable<EventGroup> groups, int limit)
        => [.. groups.OrderByDescending(static group => group.Count).ThenBy(static group => group, Comparer<EventGroup>.Create(CompareKeys)).Take(limit)];

    /// <summary>When the span begins that a time lies in.</summary>
    public static string BeginningOf(TimeBucket span, DateTimeOffset time)
    {
        DateTime utc = time.UtcDateTime;
        DateTime day = utc.Date;
        DateTime begin = span switch
        {
            TimeBucket.Hour => day.AddHours(utc.Hour),
            TimeBucket.Day => day,
            TimeBucket.Week => day.Ticks < 6 * TimeSpan.TicksPerDay ? DateTime.MinValue : day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            _ => new DateTime(day.Year, day.Month, 1),
        };
        return begin.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ArgumentException Wrong(FilterBinder binder, string parameter) => new("The query cannot be asked: " + string.Join(" ", binder.Complaints), parameter);

    private static int CompareKeys(EventGroup left, EventGroup right)
    {
        for (int i = 0; i < left.Keys.Length; i++)
        {
            int order = (left.Keys[i], right.Keys[i]) switch
            {
                (null, null) => 0,
                (null, _) => -1,
                (_, null) => 1,
                var (a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
            };
            if (order != 0)
                return order;
        }

        return 0;
    }
}
