using IntelMQ.Messages;

namespace IntelMQ.Store;

internal sealed class BoundNot(BoundFilter filter) : BoundFilter
{
    public BoundFilter Filter => filter;

    public override bool Matches(Event message) => !filter.Matches(message);
}
