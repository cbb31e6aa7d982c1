using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A comparison with a number. An absent field compares with none; what is no number is only unequal.</summary>
internal sealed class NumberCondition(SieveKey key, NumberOperator operation, SieveOperand operand) : SieveCondition
{
    private readonly SieveNumber? _constant = operand.IsVariable ? null : NumberInCondition.NumberOf(operand);

    public override IndexTest? FirstTest => operation == NumberOperator.Equal && _constant is { } number ? IndexTest.OfNumbers(key, [number.Value]) : null;

    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
            return false;
        SieveNumber right = _constant ?? NumberInCondition.Read(operand, ref state);
        if (!SieveNumber.TryRead(value, out SieveNumber left))
            return operation == NumberOperator.NotEqual;
        int order = left.CompareTo(right);
        return operation switch
        {
            NumberOperator.Equal => order == 0,
            NumberOperator.NotEqual => order != 0,
            NumberOperator.LessOrEqual => order <= 0,
            NumberOperator.GreaterOrEqual => order >= 0,
            NumberOperator.Less => order < 0,
            _ => order > 0,
        };
    }
}
