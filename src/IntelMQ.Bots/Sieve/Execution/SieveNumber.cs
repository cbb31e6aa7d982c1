using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A number as rules compare it: integers exactly while they fit 64 bits, everything else as a double; true is 1, false 0.</summary>
internal readonly struct SieveNumber
{
    private readonly long _integer;
    private readonly bool _isInteger;

    private SieveNumber(long integer) => (_integer, _isInteger, Value) = (integer, true, integer);

    private SieveNumber(double value) => Value = value;

    public double Value { get; }

    public static bool TryRead(FieldValue value, out SieveNumber number)
    {
        number = default;
        if (value.TryGetBoolean(out bool boolean))
            number = new SieveNumber(boolean ? 1L : 0L);
        else if (value.TryGetInt64(out long integer))
            number = new SieveNumber(integer);
        else if (value.TryGetDouble(out double real))
            number = new SieveNumber(real);
        else
            return false;
        return true;
    }

    public int CompareTo(SieveNumber other)
        => _isInteger && other._isInteger ? _integer.CompareTo(other._integer) : Value.CompareTo(other.Value);
}
