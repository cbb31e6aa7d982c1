namespace IntelMQ.Text;

/// <summary>A set of characters, or a small number for each, as sorted runs.</summary>
internal sealed class CodePointRanges
{
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly byte[] _values;

    private CodePointRanges(List<int> starts, List<int> ends, List<byte> values)
    {
        _starts = [.. starts];
        _ends = [.. ends];
        _values = [.. values];
    }

    /// <summary>Unpacks runs of distance and length; every character of a run has the value 1.</summary>
    public static CodePointRanges ReadSet(ReadOnlySpan<byte> packed) => Read(packed, hasValues: false);

    /// <summary>Unpacks runs of distance, length and value.</summary>
    public static CodePointRanges ReadMap(ReadOnlySpan<byte> packed) => Read(packed, hasValues: true);

    /// <summary>The character's value; 0 outside all runs.</summary>
    public byte this[int codePoint]
    {
        get
        {
            int index = Array.BinarySearch(_starts, codePoint);
            if (index < 0)
                index = ~index - 1;
            return index >= 0 && codePoint < _ends[index] ? _values[index] : (byte)0;
        }
    }

    /// <summary>Whether the character lies in a run.</summary>
    public bool Contains(int codePoint) => this[codePoint] != 0;

    private static CodePointRanges Read(ReadOnlySpan<byte> packed, bool hasValues)
    {
        List<int> starts = [], ends = [];
        List<byte> values = [];
        var numbers = new PackedNumbers(packed);
        int end = 0;
        while (!numbers.IsAtEnd)
        {
            int start = end + numbers.ReadUnsigned();
            end = start + numbers.ReadUnsigned();
            starts.Add(start);
            ends.Add(end);
            values.Add(hasValues ? (byte)numbers.ReadUnsigned() : (byte)1);
        }
        return new CodePointRanges(starts, ends, values);
    }
}
