using System.Buffers;
using System.Globalization;
using System.Text;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Events as messages of RFC 5424, in printable characters only.</summary>
/// <param name="options">The form.</param>
/// <param name="time">The clock.</param>
internal sealed class SyslogText(SyslogOutputOptions options, TimeProvider time)
{
    private const int MaxName = 32;

    private static readonly SearchValues<byte> PlainJson = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(static value => (byte)value)]);
    private static readonly SearchValues<byte> PlainValue = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(static value => (byte)value).Except("\"\\]"u8.ToArray())]);

    private readonly byte[] _priority = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<{options.Priority}>1 "));
    private readonly byte[] _sender = Encoding.ASCII.GetBytes($" {HostOf(options)} {options.AppName} - ");
    private readonly byte[] _id = Encoding.ASCII.GetBytes(options.SdId);
    private readonly bool _isStructured = options.Format == SyslogOutputOptions.Structured;
    private readonly EventText _json = new(new EventTextFormat(options.KeepRawField ? MessageFormat.Flat : MessageFormat.WithoutRaw));
    private readonly Utf8Buffer _scratch = new(2048);
    private readonly Utf8Buffer _rest = new();

    /// <summary>Whether a text fits into the header: characters of ASCII that are seen, at most so many.</summary>
    public static bool IsPrintable(string text, int maxLength) => text.Length <= maxLength && text.All(static c => c is > ' ' and < '\u007F');

    /// <summary>Whether a text may name structured data or a parameter of it.</summary>
    public static bool IsName(ReadOnlySpan<byte> text)
        => text.Length is > 0 and <= MaxName && text.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0 && text.IndexOfAny("=]\""u8) < 0;

    /// <summary>Appends an event's message.</summary>
    public void Write(Event message, Utf8Buffer output)
    {
        output.Append(_priority);
        DateTimeOffset at = TimeOf(message).ToUniversalTime();
        at.TryFormat(output.GetSpan(40), out int written, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        output.Advance(written);
        output.Append(_sender);
        WriteId(message, output);
        output.Append((byte)' ');
        if (_isStructured)
        {
            WriteStructured(message, output);
            return;
        }

        output.Append("- "u8);
        _scratch.Clear();
        _json.Write(message, _scratch);
        Escape(_scratch.WrittenSpan, isJson: true, output);
    }

    private DateTimeOffset TimeOf(Event message)
        => options.Time == "event" && (message.TryGet(Fields.Time.Source, out DateTimeOffset at) || message.TryGet(Fields.Time.Observation, out at)) ? at : time.GetUtcNow();

    // At most 32 characters that are seen, or a dash.
    private void WriteId(Event message, Utf8Buffer output)
    {
        ReadOnlySpan<byte> value = options.MsgIdField is { IsEmpty: false } field ? message[field.Name].Utf8 : default;
        if (value.IsEmpty)
            output.Append((byte)'-');
        foreach (byte one in value[..Math.Min(value.Length, MaxName)])
            output.Append(one is > (byte)' ' and < 0x7F ? one : (byte)'_');
    }

    private void WriteStructured(Event message, Utf8Buffer output)
    {
        output.Append((byte)'[');
        output.Append(_id);
        _rest.Clear();
        foreach (FieldKey key in message.KeysInOrder())
        {
            if (!options.KeepRawField && key.Name == "raw")
                continue;
            byte[] name = Encoding.UTF8.GetBytes(key.Name);
            FieldValue value = message[key];
            if (!IsName(name))
            {
                _rest.Append(_rest.Length == 0 ? "{"u8 : ", "u8);
                PythonJson.WriteString(name, _rest, ascii: false);
                _rest.Append(": "u8);
                JsonFields.Append(value, _rest);
                continue;
            }

            output.Append((byte)' ');
            output.Append(name);
            output.Append("=\""u8);
            _scratch.Clear();
            if (value.Kind == FieldValueKind.Text)
                _scratch.Append(value.Utf8);
            else
                JsonFields.Append(value, _scratch);
            Escape(_scratch.WrittenSpan, isJson: false, output);
            output.Append((byte)'"');
        }

        output.Append((byte)']');
        if (_rest.Length == 0)
            return;
        _rest.Append((byte)'}');
        output.Append((byte)' ');
        Escape(_rest.WrittenSpan, isJson: true, output);
    }

    // In JSON an escape means the character itself; in a parameter's value the number is all there can be.
    private static void Escape(ReadOnlySpan<byte> text, bool isJson, Utf8Buffer output)
    {
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(isJson ? PlainJson : PlainValue);
            output.Append(plain < 0 ? text : text[..plain]);
            if (plain < 0)
                return;
            text = text[plain..];
            Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            if (rune.Value is '"' or '\\' or ']')
            {
                output.Append((byte)'\\');
                output.Append(text[..length]);
            }
            else if (IsSeen(Rune.GetUnicodeCategory(rune)))
            {
                output.Append(text[..length]);
            }
            else
            {
                AppendNumber(rune, isJson ? "\\u"u8 : "\\\\u"u8, output);
            }

            text = text[length..];
        }
    }

    private static void AppendNumber(Rune rune, ReadOnlySpan<byte> mark, Utf8Buffer output)
    {
        Span<char> units = stackalloc char[2];
        foreach (char unit in units[..rune.EncodeToUtf16(units)])
        {
            output.Append(mark);
            output.Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture).AsSpan());
        }
    }

    private static bool IsSeen(UnicodeCategory category) => category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string HostOf(SyslogOutputOptions options)
    {
        string name = string.IsNullOrEmpty(options.Hostname) ? Environment.MachineName : options.Hostname;
        return name.Length > 0 && IsPrintable(name, 255) ? name : "-";
    }
}
