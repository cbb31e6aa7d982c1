using IntelMQ.Messages;

namespace IntelMQ.Store;

/// <summary>A condition that was checked against a schema.</summary>
internal abstract class BoundFilter
{
    /// <summary>Whether an event fulfils it: what every store has to agree with.</summary>
    public abstract bool Matches(Event message);
}
