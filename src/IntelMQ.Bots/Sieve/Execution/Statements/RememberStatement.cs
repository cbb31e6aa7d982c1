using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>$x = field</c>: remembers a value for the rules that follow.</summary>
internal sealed class RememberStatement(int variable, SieveKey key, SieveLabel label) : SieveStatement
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
            throw new SieveRuntimeException(label.Position, $"the field {key.FixedName} is not set, so there is nothing to remember.");
        state.Scratch.Remember(variable, value);
        state.Trace?.Action(label, $"remembered {value.ToString()}");
        return SieveFlow.Continue;
    }
}
