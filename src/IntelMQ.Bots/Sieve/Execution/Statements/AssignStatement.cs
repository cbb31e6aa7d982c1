using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>add</c>, <c>add!</c> and <c>update</c>.</summary>
internal sealed class AssignStatement(SieveAssignment verb, SieveKey key, SieveOperand value, SieveLabel label) : WriteStatement(label)
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        if (verb != SieveAssignment.Always && key.Exists(message, ref state) != (verb == SieveAssignment.IfPresent))
            return Nothing(verb == SieveAssignment.IfPresent ? "the field is not set" : "the field is set already", ref state);
        FieldValue stored = value.Read(ref state);
        return Done(verb == SieveAssignment.IfAbsent ? key.Add(message, stored, ref state) : key.Set(message, stored, ref state), ref state);
    }
}
