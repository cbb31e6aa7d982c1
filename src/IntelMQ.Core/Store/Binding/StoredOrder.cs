using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Store;

/// <summary>Sorts events that are in memory as a query says, and leaves out what stands before its page.</summary>
internal sealed class StoredOrder(BoundQuery query)
{
    public IEnumerable<(long Id, Event Message)> Sorted(IEnumerable<(long Id, Event Message)> events)
    {
        int sign = query.Query.IsAscending ? 1 : -1;
        (BoundValue? Value, long Id, Event Message)[] all = [.. events.Select(one => (ValueOf(one.Message), one.Id, one.Message))];
        Array.Sort(all, (left, right) => sign * Compare(left.Value, left.Id, right.Value, right.Id));
        return all
            .Where(one => query.After is not { } after || sign * Compare(one.Value, one.Id, after.Value, after.Id) > 0)
            .Select(static one => (one.Id, one.Message));
    }

    /// <summary>The value that an event is sorted by.</summary>
    public string? KeyOf(Event message) => ValueOf(message)?.Text;

    private BoundValue? ValueOf(Event message)
    {
        if (query.Sort is not { } field)
            return null;
        FieldValue value = field.ValueOf(message);
        return value.Kind is FieldValueKind.Missing or FieldValueKind.Null ? null : new BoundValue(value.Kind, value.ToString(), value.TryGetInt64(out long whole) ? whole : 0, 0);
    }

    private int Compare(BoundValue? left, long leftId, BoundValue? right, long rightId)
    {
        int order = (left, right) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            _ => ValueOrder.Compare(query.Sort!.Form, FieldValue.Of(left.Kind, left.Utf8), right) ?? 0,
        };
        return order != 0 ? order : leftId.CompareTo(rightId);
    }
}
