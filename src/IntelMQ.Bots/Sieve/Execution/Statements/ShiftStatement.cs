using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>+=</c> and <c>-=</c>: moves the time of a field.</summary>
internal sealed class ShiftStatement(SieveAssignment verb, SieveKey key, SieveOperand span, int sign, SieveLabel label) : WriteStatement(label)
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
        {
            return verb == SieveAssignment.IfPresent
                ? Nothing("the field is not set", ref state)
                : throw new SieveRuntimeException(Label.Position, $"the field {key.FixedName} is not set, so there is no time to move.");
        }

        if (verb == SieveAssignment.IfAbsent)
            return Nothing("the field is set already", ref state);
        if (value.Kind != FieldValueKind.Text || !UtcTime.TryParse(value.Utf8, out DateTimeOffset time))
            throw new SieveRuntimeException(Label.Position, $"the value of {key.FixedName} is no date and time.");
        if (!RelativeTime.TryParse(span.ReadText(ref state), out TimeSpan distance))
            throw new SieveRuntimeException(span.Position, "the value is no span of time such as '1 hour'.");
        if (sign > 0 ? distance > DateTimeOffset.MaxValue - time : distance > time - DateTimeOffset.MinValue)
            throw new SieveRuntimeException(Label.Position, "the time would leave the calendar.");
        Utf8Buffer text = state.Scratch.Text;
        text.Clear();
        UtcTime.Write(time + (sign * distance), text);
        return Done(key.Set(message, FieldValue.Text(text.WrittenSpan), ref state), ref state);
    }
}
