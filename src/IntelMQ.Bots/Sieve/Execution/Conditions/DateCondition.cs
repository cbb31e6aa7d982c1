using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>:before</c> and <c>:after</c>; a value that is not in the form of a stored time is neither.</summary>
internal sealed class DateCondition(SieveKey key, bool isBefore, SieveOperand operand, SieveDate? constant) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.Kind != FieldValueKind.Text || !UtcTime.TryRead(value.Utf8, out DateTimeOffset time))
            return false;
        DateTimeOffset limit = (constant ?? ReadVariable(ref state)).At(ref state);
        return isBefore ? time < limit : time > limit;
    }

    private SieveDate ReadVariable(ref SieveState state)
        => SieveDate.Parse(Encoding.UTF8.GetString(operand.ReadText(ref state)))
            ?? throw new SieveRuntimeException(operand.Position, $"the variable ${operand.Name} holds neither a date nor a span of time.");
}
