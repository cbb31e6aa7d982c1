using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>A rule of retention, or a condition of erasure, that was checked.</summary>
internal static class BoundRetention
{
    public static BoundFilter Bind(RetentionRule rule, Schema schema, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var binder = new FilterBinder(schema);
        if (rule.Age < TimeSpan.FromHours(1) || rule.Age > now - DateTimeOffset.MinValue)
            binder.Complain("the age is less than an hour, or more than the calendar has.");
        BoundFilter? filter = binder.Complaints.Count > 0 ? null : BoundQuery.BindFilter(rule.Filter, rule.TimeField, null, now - rule.Age, binder);
        if (filter is null)
            throw new ArgumentException("The rule cannot be used: " + string.Join(" ", binder.Complaints), nameof(rule));
        return rule.IsRawOnly ? new BoundAll([filter, new BoundExists(binder.BindField("raw")!)]) : filter;
    }

    public static BoundFilter Bind(EventFilter filter, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var binder = new FilterBinder(schema);
        return binder.Bind(filter) ?? throw new ArgumentException("The condition cannot be asked: " + string.Join(" ", binder.Complaints), nameof(filter));
    }

    public static string Describe(RetentionRule rule)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(rule.IsRawOnly ? "raw" : "events")} older than {rule.Age} by {rule.TimeField}{(rule.Filter is null ? "" : ", by a condition")}");
}
