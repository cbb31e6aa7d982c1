using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A statement of a rule file, ready to run. Thread-safe.</summary>
internal abstract class SieveStatement
{
    /// <summary>The only condition under which the statement does anything; null where it is not that simple.</summary>
    public virtual SieveCondition? OnlyIf => null;

    public abstract SieveFlow Run(Event message, ref SieveState state);
}
