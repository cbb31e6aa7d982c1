using System.Globalization;
using IntelMQ.Harmonization;

namespace IntelMQ.Store;

/// <summary>A query that was checked.</summary>
internal sealed record BoundQuery
{
    /// <summary>The condition, times included; <see langword="null"/> for all.</summary>
    public BoundFilter? Filter { get; init; }

    /// <summary>What is sorted by; <see langword="null"/> for the id.</summary>
    public BoundField? Sort { get; init; }

    /// <summary>Whether the range of times says that all events have the field that is sorted by.</summary>
    public bool IsSortSet { get; init; }

    /// <summary>Behind which event the page begins.</summary>
    public Place? After { get; init; }

    public EventQuery Query { get; init; } = new();

    /// <summary>Where an event stands in the order.</summary>
    internal sealed record Place(BoundValue? Value, long Id);

    public static BoundQuery? Bind(EventQuery query, FilterBinder binder)
    {
        if (query.Limit is < 1 or > EventQuery.MaxLimit)
            binder.Complain($"the limit is {query.Limit}, but must be 1 to {EventQuery.MaxLimit}.");
        CheckTime(query.TimeLimit, binder);
        BoundField? sort = query.SortBy == "id" ? null : binder.BindField(query.SortBy);
        if (sort is { Form: not (FieldForm.Time or FieldForm.Whole or FieldForm.Text) })
            binder.Complain($"events are not sorted by '{query.SortBy}': name id, or a field of times, whole numbers or texts.");
        BoundFilter? filter = BindFilter(query.Filter, query.TimeField, query.From, query.Until, binder);
        Place? after = query.After is { } cursor ? BindPlace(cursor, sort, binder) : null;
        return binder.Complaints.Count > 0 ? null : new BoundQuery
        {
            Filter = filter,
            Sort = sort,
            IsSortSet = sort is not null && (query.From ?? query.Until) is not null && query.TimeField == query.SortBy,
            After = after,
            Query = query,
        };
    }

    /// <summary>The condition with the times.</summary>
    public static BoundFilter? BindFilter(EventFilter? filter, string timeField, DateTimeOffset? from, DateTimeOffset? until, FilterBinder binder)
    {
        BoundFilter? asked = filter is null ? null : binder.Bind(filter);
        if (from is null && until is null)
            return asked;
        if (binder.BindField(timeField) is not { } time)
            return null;
        if (time.Form != FieldForm.Time)
        {
            binder.Complain($"'{timeField}' is no field of times.");
            return null;
        }

        var range = new BoundRange(
            time,
            from is { } low ? binder.BindValue(time, EventValue.Of(low)) : null,
            isFromIncluded: true,
            until is { } high ? binder.BindValue(time, EventValue.Of(high)) : null,
            isUntilIncluded: false);
        return asked is null ? range : new BoundAll([range, asked]);
    }

    public static void CheckTime(TimeSpan limit, FilterBinder binder)
    {
        if (limit <= TimeSpan.Zero || limit > TimeSpan.FromDays(1))
            binder.Complain("the limit of time is none, or longer than a day.");
    }

    /// <summary>An event's place as a text.</summary>
    public static string CursorOf(string? value, long id) => string.Create(CultureInfo.InvariantCulture, $"{(value is null ? "" : "=" + value)}~{id}");

    private static Place? BindPlace(string cursor, BoundField? sort, FilterBinder binder)
    {
        int end = cursor.LastIndexOf('~');
        if (end < 0 || !long.TryParse(cursor.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id) || (end > 0 && (sort is null || cursor[0] != '=')))
        {
            binder.Complain("what the page is to begin behind is no cursor of this query.");
            return null;
        }

        if (end == 0)
            return new Place(null, id);
        string text = cursor[1..end];
        bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole);
        if ((sort!.Form == FieldForm.Whole && !isWhole) || (sort.Form == FieldForm.Time && !UtcTime.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out _)) || text.Contains('\0', StringComparison.Ordinal))
        {
            binder.Complain("what the page is to begin behind is no cursor of this query.");
            return null;
        }

        return new Place(new BoundValue(sort.Form == FieldForm.Whole ? FieldValueKind.Number : FieldValueKind.Text, text, whole, 0), id);
    }
}
