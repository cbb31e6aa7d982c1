using System.Text;

namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>
/// Cuts a page into texts that can be read one behind the other, so that a page of any size costs no more than a piece of it: each ends in
/// front of the first tag of a row, outside of all tags. Scripts, styles and comments are left out: they are no text, and their angle
/// brackets no tags. A page without such places is one text.
/// </summary>
internal sealed class HtmlChunks(ReadOnlyMemory<byte> page, int size)
{
    /// <summary>The bytes of a text, if the page has places to cut it: large enough that what each text costs by itself does not matter.</summary>
    public const int Size = 256 * 1024;

    private readonly List<Range> _parts = [];
    private int _at;
    private int _kept;
    private int _length;
    private HtmlTagState _state;

    /// <summary>The texts of a page, in their order.</summary>
    public static IEnumerable<string> Of(ReadOnlyMemory<byte> page, int size = Size)
    {
        var chunks = new HtmlChunks(page, size);
        while (chunks._at < page.Length)
            yield return chunks.Next();
    }

    private string Next()
    {
        ReadOnlySpan<byte> text = page.Span;
        _parts.Clear();
        _length = 0;
        while (_at < text.Length)
        {
            int next = _state == HtmlTagState.Outside ? text[_at..].IndexOf((byte)'<') : 0;
            if (next < 0)
                break;
            _at += next;
            if (text[_at] == (byte)'<')
            {
                int end = EndOfHidden(text, _at);
                if (end > 0)
                {
                    Keep(_at);
                    _at = _kept = end;
                    continue;
                }

                if (_state == HtmlTagState.Outside && _length + _at - _kept >= Math.Max(size, 1) && IsTag(text[_at..], "tr"u8))
                {
                    Keep(_at);
                    return Text(text);
                }
            }

            _state = HtmlTag.Next(_state, text[_at]);
            _at++;
        }

        _at = text.Length;
        Keep(_at);
        return Text(text);
    }

    private void Keep(int end)
    {
        if (end > _kept)
            _parts.Add(_kept..end);
        _length += end - _kept;
        _kept = end;
    }

    private string Text(ReadOnlySpan<byte> text)
    {
        if (_parts.Count == 1)
            return Encoding.UTF8.GetString(text[_parts[0]]);
        var joined = new StringBuilder(_length);
        foreach (Range part in _parts)
            joined.Append(Encoding.UTF8.GetString(text[part]));
        return joined.ToString();
    }

    // Where what begins at an angle bracket ends, if it is to be left out; otherwise 0.
    private static int EndOfHidden(ReadOnlySpan<byte> text, int at)
    {
        ReadOnlySpan<byte> rest = text[at..];
        int end;
        if (rest.StartsWith("<!--"u8))
            end = rest[4..].IndexOf("-->"u8) is >= 0 and var dashes ? 4 + dashes : -1;
        else if (IsTag(rest, "script"u8))
            end = EndTag(rest, "script"u8);
        else if (IsTag(rest, "style"u8))
            end = EndTag(rest, "style"u8);
        else
            return 0;
        int bracket = end < 0 ? -1 : rest[end..].IndexOf((byte)'>');
        return bracket < 0 ? text.Length : at + end + bracket + 1;
    }

    private static int EndTag(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        for (int at = 0; ;)
        {
            int next = text[at..].IndexOf("</"u8);
            if (next < 0)
                return -1;
            at += next;
            if (StartsWith(text[(at + 2)..], name))
                return at;
            at += 2;
        }
    }

    private static bool IsTag(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
        => text.Length > name.Length + 1 && StartsWith(text[1..], name) && !char.IsAsciiLetterOrDigit((char)text[name.Length + 1]);

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
        => text.Length >= name.Length && Ascii.EqualsIgnoreCase(text[..name.Length], name);
}
