using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>==</c>, <c>!=</c> and <c>:in</c> with variables, by value: a number is compared with numbers.</summary>
internal sealed class VariableInCondition(SieveKey key, SieveOperand[] operands, bool isNegated) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
            return isNegated;
        foreach (SieveOperand operand in operands)
        {
            if (SieveValues.AreEqual(value, operand.Read(ref state)))
                return !isNegated;
        }

        return isNegated;
    }
}
