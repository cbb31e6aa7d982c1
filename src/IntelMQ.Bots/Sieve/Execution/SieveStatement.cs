using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

internal enum SieveFlow : byte
{
    Continue,
    Keep,
    Drop,
}

/// <summary>A statement of a rule file, ready to run. Thread-safe.</summary>
internal abstract class SieveStatement
{
    /// <summary>The only condition under which the statement does anything; null where it is not that simple.</summary>
    public virtual SieveCondition? OnlyIf => null;

    public abstract SieveFlow Run(Event message, ref SieveState state);
}

/// <summary>The end of the rules for an event: <c>drop</c> or <c>keep</c>.</summary>
internal sealed class FlowStatement(SieveFlow flow, SieveLabel label) : SieveStatement
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        state.Trace?.Action(label, flow == SieveFlow.Drop ? "the event ends here" : "the event goes on, no further rule is looked at");
        return flow;
    }
}

internal sealed class PathStatement(Verdict verdict, SieveLabel label) : SieveStatement
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        state.Path = verdict;
        state.Trace?.Action(label, $"the way out is {string.Join(", ", verdict.Paths)}");
        return SieveFlow.Continue;
    }
}

/// <summary>Where a statement or condition stands, and how it reads: for explanations.</summary>
internal sealed record SieveLabel(SievePosition Position, string Text);
