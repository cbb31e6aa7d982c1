using System.Collections.Immutable;
using System.Net;
using IntelMQ.Harmonization;

namespace IntelMQ.Store;

internal sealed partial class FilterBinder
{
    private BoundFilter? Bind(EventFilter filter, int depth)
    {
        if (++_conditions > EventFilter.MaxConditions || depth > MaxDepth)
        {
            if (_conditions == EventFilter.MaxConditions + 1 || depth == MaxDepth + 1)
                Complain($"the filter consists of more than {EventFilter.MaxConditions} conditions, or more than {MaxDepth} within each other.");
            return null;
        }

        switch (filter)
        {
            case AllFilter all:
                return BindMany(all.Filters, depth) is { } every ? new BoundAll(every) : null;
            case AnyFilter any:
                return BindMany(any.Filters, depth) is { } some ? new BoundAny(some) : null;
            case NotFilter not:
                return Bind(not.Filter, depth + 1) is { } negated ? new BoundNot(negated) : null;
            case ExistsFilter exists:
                return BindField(exists.Field) is { } set ? new BoundExists(set) : null;
            case ValueFilter values:
                return BindField(values.Field) is { } field ? BindValues(field, values.Values) : null;
            case RangeFilter range:
                return BindField(range.Field) is { } bounded ? BindRange(bounded, range) : null;
            case NetworkFilter networks:
                return BindField(networks.Field) is { } address ? BindNetworks(address, networks) : null;
            case DomainFilter domain:
                return BindField(domain.Field) is { } name ? BindDomain(name, domain) : null;
            case ContainsFilter contains:
                return BindField(contains.Field) is { } text ? BindContains(text, contains) : null;
            default:
                Complain("a condition is missing.");
                return null;
        }
    }

    private List<BoundFilter>? BindMany(ImmutableArray<EventFilter> filters, int depth)
    {
        if (filters.IsDefault)
        {
            Complain("a list of conditions is missing.");
            return null;
        }

        var bound = new List<BoundFilter>(filters.Length);
        foreach (EventFilter filter in filters)
        {
            if (Bind(filter, depth + 1) is { } one)
                bound.Add(one);
        }

        return bound.Count == filters.Length ? bound : null;
    }

    private BoundValues? BindValues(BoundField field, ImmutableArray<EventValue> values)
    {
        if (values.IsDefault || values.Length > EventFilter.MaxValues)
        {
            Complain($"'{field.Key?.Name}' is compared with no list of values, or with more than {EventFilter.MaxValues}.");
            return null;
        }

        BoundValue?[] bound = [.. values.Select(value => BindValue(field, value))];
        return Array.Exists(bound, static value => value is null) ? null : new BoundValues(field, bound!);
    }

    private BoundRange? BindRange(BoundField field, RangeFilter range)
    {
        if (field.Form is FieldForm.Address or FieldForm.Network or FieldForm.Boolean or FieldForm.Json)
        {
            Complain($"'{field.Key?.Name ?? "extra"}' has no order; for addresses there are networks.");
            return null;
        }

        BoundValue? from = range.From is { } low ? BindValue(field, low) : null;
        BoundValue? until = range.Until is { } high ? BindValue(field, high) : null;
        if ((from is null && range.From is not null) || (until is null && range.Until is not null))
            return null;
        if (field.Form == FieldForm.Member && (from?.Kind == FieldValueKind.Boolean || until?.Kind == FieldValueKind.Boolean))
        {
            Complain($"'{field.Key!.Name}' is compared with a boolean, which has no order.");
            return null;
        }

        return new BoundRange(field, from, range.IsFromIncluded, until, range.IsUntilIncluded);
    }

    private BoundNetworks? BindNetworks(BoundField field, NetworkFilter filter)
    {
        if (field.Form is not (FieldForm.Address or FieldForm.Network))
        {
            Complain($"'{field.Key?.Name ?? "extra"}' holds no addresses.");
            return null;
        }

        if (filter.Networks.IsDefault || filter.Networks.Length > EventFilter.MaxValues)
        {
            Complain($"'{field.Key!.Name}' is compared with no list of networks, or with more than {EventFilter.MaxValues}.");
            return null;
        }

        return new BoundNetworks(field, [.. filter.Networks.Select(IpNetworkValue.From)]);
    }

    private BoundDomain? BindDomain(BoundField field, DomainFilter filter)
    {
        if (field.Form != FieldForm.Text)
        {
            Complain($"'{field.Key?.Name ?? "extra"}' holds no names.");
            return null;
        }

        string domain = (filter.Domain ?? "").TrimStart('.');
        if (domain.Length is 0 or > 253 || domain.Contains('\0', StringComparison.Ordinal) || !IsUnicode(domain))
        {
            Complain($"the domain for '{field.Key!.Name}' is none.");
            return null;
        }

        return new BoundDomain(field, domain.ToLowerInvariant());
    }

    private BoundContains? BindContains(BoundField field, ContainsFilter filter)
    {
        if (field.Form is not (FieldForm.Text or FieldForm.Member))
        {
            Complain($"'{field.Key?.Name ?? "extra"}' holds no texts that could contain another.");
            return null;
        }

        return filter.Text is { } text && Sound(field.Key!.Name, new BoundValue(FieldValueKind.Text, text, 0, 0)) is not null ? new BoundContains(field, text) : null;
    }
}
