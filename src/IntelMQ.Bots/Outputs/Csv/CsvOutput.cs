using System.Text;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Appends events to a table (CSV, RFC 4180), a row each, with the fields that are named as columns; or to several files, named by the events' fields.
/// </summary>
/// <remarks>
/// IntelMQ has no such bot. A batch is one write per file, made while no other output writes there; a file that was moved away (log rotation) is made
/// again, with its header. Half a row that a killed process left is cut off, since its event comes again; when the disk is full, nothing of the batch
/// stays. A row is always one line: line breaks within values are written as <c>\n</c> and <c>\r</c>, other controls as <c>\u001b</c>. Texts that a
/// spreadsheet would calculate get an apostrophe in front (<c>formula_protection</c>). <c>true</c> and <c>false</c>, lists and objects are written as
/// JSON, times as in JSON too. A file with another header is left alone, and the output says so. All parameters are this project's own.
/// </remarks>
/// <example><code>var output = new CsvOutput(new CsvOutputOptions { File = "events.csv", Fields = ["time.source", "source.ip"], Header = true });</code></example>
[Bot("intelmq.bots.outputs.csv.output", BotKind.Output, Summary = "Appends events to a table (CSV) with chosen columns, safe for spreadsheets.")]
public sealed partial class CsvOutput : LineFileOutput
{
    private readonly NamedField[] _fields;
    private readonly CsvRow _row;

    /// <inheritdoc cref="CsvOutput(CsvOutputOptions)"/>
    public CsvOutput(CsvOutputOptions options, BotServices services)
        : base(options, services, options.Target, new CsvFileForm(HeadOf(options)))
    {
        _fields = NamedField.List(options.Fields);
        _row = RowOf(options);
    }

    /// <inheritdoc/>
    protected override void Append(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        int start = output.Length;
        for (int i = 0; i < _fields.Length; i++)
        {
            if (i > 0)
                _row.AppendDelimiter(output);
            NamedField field = _fields[i];
            if (field.IsWholeExtra)
            {
                if (message.ExtraAsJson() is { } extra)
                    _row.Append(extra, output);
            }
            else
            {
                FieldKey key = field.KeyIn(message) ?? throw new RefusedException($"'{field.Name}' is not a field of the schema: correct fields.");
                _row.Append(message[key], output);
            }
        }

        // An empty line is no row.
        if (output.Length == start)
            output.Append("\"\""u8);
        output.Append((byte)'\n');
    }

    private static CsvRow RowOf(CsvOutputOptions options) => new((byte)options.Delimiter[0], options.FormulaProtection);

    private static byte[] HeadOf(CsvOutputOptions options)
    {
        var head = new Utf8Buffer();
        if (options.ByteOrderMark)
            head.Append("\uFEFF"u8);
        if (!options.Header)
            return head.ToArray();
        CsvRow row = RowOf(options);
        string[] names = [.. options.Fields.Names.Where(static name => name.Length > 0)];
        for (int i = 0; i < names.Length; i++)
        {
            if (i > 0)
                row.AppendDelimiter(head);
            row.Append(Encoding.UTF8.GetBytes(names[i]), head);
        }

        head.Append((byte)'\n');
        return head.ToArray();
    }
}
