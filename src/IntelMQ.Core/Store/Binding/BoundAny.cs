using IntelMQ.Messages;

namespace IntelMQ.Store;

internal sealed class BoundAny(IReadOnlyList<BoundFilter> filters) : BoundFilter
{
    public IReadOnlyList<BoundFilter> Filters => filters;

    public override bool Matches(Event message) => filters.Any(filter => filter.Matches(message));
}
