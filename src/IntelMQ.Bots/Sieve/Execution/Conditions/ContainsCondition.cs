using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>:contains</c> and <c>:containsany</c>; only the former makes a text of what is none.</summary>
internal sealed class ContainsCondition(SieveKey key, SieveOperand[] operands, bool convert, SievePosition position) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
            return false;
        if (!convert && value.Kind != FieldValueKind.Text)
            throw new SieveRuntimeException(position, $"the value of {key.FixedName} is no text, which :containsany needs; :contains takes any value.");
        ReadOnlySpan<byte> text = SieveValues.TextOf(value, ref state);
        foreach (SieveOperand operand in operands)
        {
            if (text.IndexOf(operand.ReadText(ref state)) >= 0)
                return true;
        }

        return false;
    }
}
