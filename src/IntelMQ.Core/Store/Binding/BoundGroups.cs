namespace IntelMQ.Store;

/// <summary>A question for groups that was checked.</summary>
internal sealed record BoundGroups(BoundFilter? Filter, IReadOnlyList<BoundGroupKey> Keys, BoundField? Distinct, GroupQuery Query)
{
    public static BoundGroups? Bind(GroupQuery query, FilterBinder binder)
    {
        if (query.Limit is < 1 or > GroupQuery.MaxLimit)
            binder.Complain($"the limit is {query.Limit}, but must be 1 to {GroupQuery.MaxLimit}.");
        BoundQuery.CheckTime(query.TimeLimit, binder);
        if (query.Keys.IsDefaultOrEmpty || query.Keys.Length > GroupQuery.MaxKeys)
        {
            binder.Complain($"name one to {GroupQuery.MaxKeys} keys.");
            return null;
        }

        var keys = new List<BoundGroupKey>();
        foreach (GroupKey key in query.Keys)
        {
            if (BindGrouped(key.Field, binder) is not { } field)
                continue;
            if (key.Span is not null && field.Form != FieldForm.Time)
                binder.Complain($"'{key.Field}' is no field of times, and has no spans.");
            keys.Add(new BoundGroupKey(field, key.Span));
        }

        BoundField? distinct = query.Distinct is { } name ? BindGrouped(name, binder) : null;
        BoundFilter? filter = BoundQuery.BindFilter(query.Filter, query.TimeField, query.From, query.Until, binder);
        return binder.Complaints.Count > 0 ? null : new BoundGroups(filter, keys, distinct, query);
    }

    private static BoundField? BindGrouped(string name, FilterBinder binder)
    {
        BoundField? field = binder.BindField(name);
        if (field is { Form: FieldForm.Json or FieldForm.Member or FieldForm.Real })
        {
            binder.Complain($"events are not put together by '{name}': only by texts, whole numbers, booleans, times, addresses and networks with a field of their own.");
            return null;
        }

        return field;
    }
}
