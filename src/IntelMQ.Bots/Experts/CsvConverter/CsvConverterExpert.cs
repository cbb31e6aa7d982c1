using System.Text;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="CsvConverterExpert"/>.</summary>
public sealed partial class CsvConverterExpertOptions : BotOptions
{
    /// <summary><c>fieldnames</c>: the fields of the row in their order, as list or with commas.</summary>
    [Parameter("fieldnames")]
    public FieldList FieldNames { get; set; } = ["time.source", "classification.type", "source.ip"];

    /// <summary><c>delimiter</c>: the one character between two values.</summary>
    public string Delimiter { get; set; } = ",";

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (Encoding.UTF8.GetByteCount(Delimiter) == 0 || TextEdit.CountCharacters(Encoding.UTF8.GetBytes(Delimiter)) != 1 || Delimiter is "\"" or "\r" or "\n")
            complaints.Add($"delimiter is '{Delimiter}', but must be one character, and no quote or line break.");
    }
}

/// <summary>Writes fields as a CSV row into <c>output</c>, as a JSON text. Values are quoted where they need it.</summary>
[Bot("intelmq.bots.experts.csv_converter.expert", BotKind.Expert)]
public sealed partial class CsvConverterExpert : Expert
{
    private readonly NamedField[] _fields;
    private readonly byte[] _delimiter;

    [ThreadStatic]
    private static Utf8Buffer? _row;

    [ThreadStatic]
    private static Utf8Buffer? _value;

    /// <summary>Creates the expert.</summary>
    public CsvConverterExpert(CsvConverterExpertOptions options, BotServices services)
        : base(options, services)
    {
        _fields = NamedField.List(options.FieldNames);
        _delimiter = Encoding.UTF8.GetBytes(options.Delimiter);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidFieldException">A field that is named is none of the schema.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Utf8Buffer row = _row ??= new Utf8Buffer();
        Utf8Buffer value = _value ??= new Utf8Buffer();
        row.Clear();
        for (int i = 0; i < _fields.Length; i++)
        {
            if (i > 0)
                row.Append(_delimiter);
            value.Clear();
            AppendText(message, _fields[i], value);
            AppendCell(value.WrittenSpan, row);
        }

        value.Clear();
        PythonJson.WriteString(Utf8TrimEnd(row.WrittenSpan), value, ascii: true);
        message.Set(Fields.Output, FieldValue.Text(value.WrittenSpan)).ThrowIfRefused();
        return Verdict.Keep;
    }

    private static void AppendText(Event message, NamedField field, Utf8Buffer output)
    {
        if (field.IsWholeExtra)
        {
            output.Append(message.ExtraAsJson());
            return;
        }

        FieldKey key = field.KeyIn(message) ?? throw new InvalidFieldException(field.Name, "is not a field of the schema: correct fieldnames.");
        FieldValue value = message[key];
        if (value.Kind is not (FieldValueKind.Missing or FieldValueKind.Null))
            PythonText.Str(value, output);
    }

    private void AppendCell(ReadOnlySpan<byte> text, Utf8Buffer row)
    {
        // An empty row could not be told from no row.
        bool quoted = text.IndexOfAny("\"\r\n"u8) >= 0 || text.IndexOf(_delimiter) >= 0 || (text.IsEmpty && _fields.Length == 1);
        if (!quoted)
        {
            row.Append(text);
            return;
        }

        row.Append((byte)'"');
        while (text.IndexOf((byte)'"') is >= 0 and var at)
        {
            row.Append(text[..(at + 1)]);
            row.Append((byte)'"');
            text = text[(at + 1)..];
        }

        row.Append(text);
        row.Append((byte)'"');
    }

    private static ReadOnlySpan<byte> Utf8TrimEnd(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeLastFromUtf8(text, out Rune last, out int used) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(last))
            text = text[..^used];
        return text;
    }
}
