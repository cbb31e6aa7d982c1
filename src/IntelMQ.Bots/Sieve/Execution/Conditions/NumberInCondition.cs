using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

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
