using IntelMQ.Messages;

namespace IntelMQ.Store;

internal sealed class BoundAll(IReadOnlyList<BoundFilter> filters) : BoundFilter
{
    public IReadOnlyList<BoundFilter> Filters => filters;

    public override bool Matches(Event message) => filters.All(filter => filter.Matches(message));
}
