using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

internal enum NumberOperator : byte
{
    Equal,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Less,
    Greater,
}

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

/// <summary><c>:in</c> with numbers.</summary>
internal sealed class NumberInCondition : SieveCondition
{
    private readonly SieveKey _key;
    private readonly SieveOperand[] _variables;
    private readonly HashSet<double> _values;
    private readonly SieveNumber[] _numbers;

    public NumberInCondition(SieveKey key, SieveOperand[] operands)
    {
        _key = key;
        _variables = [.. operands.Where(static operand => operand.IsVariable)];
        _numbers = [.. operands.Where(static operand => !operand.IsVariable).Select(NumberOf)];
        _values = [.. _numbers.Select(static number => number.Value)];
    }

    public override IndexTest? FirstTest => _variables.Length == 0 ? IndexTest.OfNumbers(_key, [.. _values]) : null;

    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = _key.Read(message, ref state);
        if (value.IsMissing || !SieveNumber.TryRead(value, out SieveNumber number))
            return false;
        // Integers beyond 2^53 share a double with their neighbours.
        if (_values.Contains(number.Value) && (Math.Abs(number.Value) < 1L << 53 || IsExactly(number)))
            return true;
        foreach (SieveOperand variable in _variables)
        {
            if (Read(variable, ref state).CompareTo(number) == 0)
                return true;
        }

        return false;
    }

    public static SieveNumber NumberOf(SieveOperand constant)
    {
        _ = SieveNumber.TryRead(FieldValue.Of(constant.Kind, constant.Utf8), out SieveNumber number);
        return number;
    }

    public static SieveNumber Read(SieveOperand operand, ref SieveState state)
        => SieveNumber.TryRead(operand.Read(ref state), out SieveNumber number)
            ? number
            : throw new SieveRuntimeException(operand.Position, $"the variable ${operand.Name} holds no number, which is needed here.");

    private bool IsExactly(SieveNumber number)
    {
        foreach (SieveNumber member in _numbers)
        {
            if (member.CompareTo(number) == 0)
                return true;
        }

        return false;
    }
}

/// <summary><c>==</c> and <c>!=</c> with true or false; what is no boolean is neither equal nor unequal.</summary>
internal sealed class BooleanCondition(SieveKey key, bool wanted) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
        => key.Read(message, ref state).TryGetBoolean(out bool value) && value == wanted;
}
