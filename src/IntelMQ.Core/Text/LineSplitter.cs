using System.Buffers;

namespace IntelMQ.Text;

/// <summary>
/// Cuts text into lines at every line end that Python knows: CR, LF, both together, VT, FF, U+001C to U+001E, NEL, U+2028 and U+2029; or
/// at CR and LF alone. Allocates nothing.
/// </summary>
internal struct LineSplitter
{
    private static readonly SearchValues<byte> CrLf = SearchValues.Create("\r\n"u8);
    private static readonly SearchValues<byte> AsciiEnds = SearchValues.Create([0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E]);

    // With the first bytes of the three that are not ASCII.
    private static readonly SearchValues<byte> All = SearchValues.Create([0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0xC2, 0xE2]);

    private readonly ReadOnlyMemory<byte> _text;
    private readonly SearchValues<byte> _ends;
    private int _next;

    private LineSplitter(ReadOnlyMemory<byte> text, SearchValues<byte> ends)
    {
        _text = text;
        _ends = ends;
    }

    /// <summary>Where the line starts, in bytes.</summary>
    public int Start { get; private set; }

    /// <summary>How many bytes the line has, without its end.</summary>
    public int Length { get; private set; }

    /// <summary>The line's number, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Whether a carriage return, and a line feed behind it, end the line.</summary>
    public readonly bool EndsWithCarriageReturn => _text.Span[(Start + Length).._next] is [(byte)'\r', (byte)'\n'];

    public readonly ReadOnlySpan<byte> Line => _text.Span.Slice(Start, Length);

    /// <summary>Cuts at every line end that Python knows.</summary>
    public static LineSplitter AnyLineEnd(ReadOnlyMemory<byte> text)
        => new(text, System.Text.Ascii.IsValid(text.Span) ? AsciiEnds : All);

    /// <summary>Cuts at CR and LF alone: the others may stand within JSON texts.</summary>
    public static LineSplitter AtCrLf(ReadOnlyMemory<byte> text) => new(text, CrLf);

    public bool MoveNext()
    {
        if (_next >= _text.Length)
            return false;
        ReadOnlySpan<byte> text = _text.Span;
        Start = _next;
        Number++;
        for (int at = Start; ; at++)
        {
            int found = text[at..].IndexOfAny(_ends);
            if (found < 0)
            {
                Length = text.Length - Start;
                _next = text.Length;
                return true;
            }

            at += found;
            int end = EndLength(text[at..]);
            if (end > 0)
            {
                Length = at - Start;
                _next = at + end;
                return true;
            }
        }
    }

    private static int EndLength(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'\r' => text.Length > 1 && text[1] == (byte)'\n' ? 2 : 1,
        0xC2 => text.Length > 1 && text[1] == 0x85 ? 2 : 0,
        0xE2 => text.Length > 2 && text[1] == 0x80 && (text[2] is 0xA8 or 0xA9) ? 3 : 0,
        _ => 1,
    };
}
