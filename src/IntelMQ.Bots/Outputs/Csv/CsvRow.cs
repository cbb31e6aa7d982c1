using System.Buffers;
using System.Globalization;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Writes cells of a table (RFC 4180), each row one line.</summary>
/// <param name="delimiter">What stands between two cells.</param>
/// <param name="protects">Whether texts that spreadsheets take for formulas get an apostrophe in front.</param>
internal sealed class CsvRow(byte delimiter, bool protects)
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(static value => value != '\t').Select(static value => (byte)value), 0x7F]);

    private readonly SearchValues<byte> _quoted = SearchValues.Create([delimiter, (byte)'"', (byte)'\t', (byte)'\'']);
    private readonly Utf8Buffer _text = new();

    /// <summary>Appends a cell; nothing for a value that is missing.</summary>
    public void Append(FieldValue value, Utf8Buffer output)
    {
        if (value.Kind == FieldValueKind.Text)
        {
            Append(value.Utf8, output);
        }
        else if (value.Kind is not (FieldValueKind.Missing or FieldValueKind.Null))
        {
            // Numbers, even negative ones, are no formulas.
            _text.Clear();
            JsonFields.Append(value, _text);
            AppendCell(_text.WrittenSpan, isFormula: false, output);
        }
    }

    /// <summary>Appends a cell with a text.</summary>
    public void Append(ReadOnlySpan<byte> text, Utf8Buffer output) => AppendCell(text, protects && IsFormula(text), output);

    /// <summary>Appends what stands between two cells.</summary>
    public void AppendDelimiter(Utf8Buffer output) => output.Append(delimiter);

    // Spreadsheets calculate what begins with one of these, in some languages also as wide characters, and some leave out spaces in front.
    private static bool IsFormula(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'\t' or (byte)'\r' or (byte)'\n', ..])
            return true;
        return text.TrimStart((byte)' ') is
            [(byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..]
            or [0xEF, 0xBC, 0x9D or 0x8B or 0x8D or 0xA0, ..];
    }

    private void AppendCell(ReadOnlySpan<byte> text, bool isFormula, Utf8Buffer output)
    {
        bool isQuoted = isFormula || text.IndexOfAny(_quoted) >= 0 || text is [(byte)' ', ..] or [.., (byte)' '];
        if (isQuoted)
            output.Append((byte)'"');
        if (isFormula)
            output.Append((byte)'\'');
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAny(Controls);
            AppendDoubled(plain < 0 ? text : text[..plain], output);
            if (plain < 0)
                break;
            AppendControl(text[plain], output);
            text = text[(plain + 1)..];
        }

        if (isQuoted)
            output.Append((byte)'"');
    }

    private static void AppendDoubled(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        while (text.IndexOf((byte)'"') is >= 0 and var at)
        {
            output.Append(text[..(at + 1)]);
            output.Append((byte)'"');
            text = text[(at + 1)..];
        }

        output.Append(text);
    }

    private static void AppendControl(byte control, Utf8Buffer output)
    {
        if (control is (byte)'\n' or (byte)'\r')
            output.Append(control == '\n' ? "\\n"u8 : "\\r"u8);
        else
            output.Append(string.Create(CultureInfo.InvariantCulture, $"\\u{control:x4}").AsSpan());
    }
}
