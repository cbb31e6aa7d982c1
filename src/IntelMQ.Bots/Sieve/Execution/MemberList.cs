using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A list of a rule: its members in a form in which equal ones have equal bytes, in order, and numbered without repetitions.</summary>
internal sealed class MemberList
{
    private readonly Utf8Map<int> _numbers = new();

    private MemberList(int count) => Ordered = new byte[count][];

    public byte[][] Ordered { get; }

    public int Distinct => _numbers.Count;

    public static MemberList Of(SieveOperand[] operands)
    {
        var list = new MemberList(operands.Length);
        for (int i = 0; i < operands.Length; i++)
            list.Put(i, FieldValue.Of(operands[i].Kind, operands[i].Utf8));
        return list;
    }

    public static MemberList Of(SieveOperand[] operands, ref SieveState state)
    {
        var list = new MemberList(operands.Length);
        for (int i = 0; i < operands.Length; i++)
            list.Put(i, operands[i].Read(ref state));
        return list;
    }

    public bool TryGetNumber(ReadOnlySpan<byte> member, out int number) => _numbers.TryGet(member, out number);

    /// <summary>Appends that form: a letter for the kind, then the text, or the number in one way of writing it.</summary>
    public static void Write(FieldValue value, Utf8Buffer output)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Text:
                output.Append((byte)'t');
                output.Append(value.Utf8);
                break;
            case FieldValueKind.Boolean:
                output.Append(value.Utf8.Length == 4 ? "n1"u8 : "n0"u8);
                break;
            case FieldValueKind.Number:
                output.Append((byte)'n');
                WriteNumber(value, output);
                break;
            default:
                output.Append((byte)'z');
                output.Append(value.Utf8);
                break;
        }
    }

    private static void WriteNumber(FieldValue value, Utf8Buffer output)
    {
        const double longest = 1L << 62;
        if (PythonNumber.IsInteger(value.Utf8))
            output.Append(value.Utf8.SequenceEqual("-0"u8) ? "0"u8 : value.Utf8);
        else if (!value.TryGetDouble(out double number))
            output.Append(value.Utf8);
        else if (Math.Abs(number) < longest && Math.Floor(number) == number)
            output.Append((long)number);
        else
            output.Append(number.ToString("R", CultureInfo.InvariantCulture));
    }

    private void Put(int index, FieldValue value)
    {
        var form = new Utf8Buffer(Math.Max(value.Utf8.Length + 1, 16));
        Write(value, form);
        Ordered[index] = form.ToArray();
        if (!_numbers.TryGet(Ordered[index], out _))
            _numbers.Add(Ordered[index], _numbers.Count);
    }
}
