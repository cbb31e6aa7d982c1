using IntelMQ.Messages;

namespace IntelMQ.Store;

internal sealed class BoundExists(BoundField field) : BoundFilter
{
    public BoundField Field { get; } = field;

    public override bool Matches(Event message) => Field.IsSet(message);
}
