using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>The parameters of <see cref="GenericHtmlTableParser"/>.</summary>
public sealed partial class GenericHtmlTableParserOptions : ParserOptions
{
    /// <summary><c>columns</c>: the field of each cell; empty or <c>__IGNORE__</c> for none; several with <c>|</c>, of which the first that fits is taken.</summary>
    public TextList Columns { get; set; } = ["", "source.fqdn"];

    /// <summary><c>ignore_values</c>: for each column, a text that means "nothing"; all empty by default.</summary>
    public TextList? IgnoreValues { get; set; }

    /// <summary><c>attribute_name</c>: only tables with this attribute count.</summary>
    public string? AttributeName { get; set; } = "";

    /// <summary><c>attribute_value</c>: the attribute's value; of a <c>class</c>, one of its names.</summary>
    public string? AttributeValue { get; set; } = "";

    /// <summary><c>table_index</c>: which of these tables, counted from 0; at most 1000.</summary>
    [Range(0, 1000)]
    public int TableIndex { get; set; }

    /// <summary><c>skip_table_head</c>: whether the first row is passed over.</summary>
    public bool SkipTableHead { get; set; } = true;

    /// <summary><c>split_column</c>: the field whose cell is split.</summary>
    public FieldName? SplitColumn { get; set; } = "";

    /// <summary><c>split_separator</c>: where it is split; white space by default.</summary>
    public string? SplitSeparator { get; set; }

    /// <summary><c>split_index</c>: which part is taken, counted from 0.</summary>
    [Range(0)]
    public int SplitIndex { get; set; }

    /// <summary><c>default_url_protocol</c>: what stands in front of URLs that name no protocol.</summary>
    public string DefaultUrlProtocol { get; set; } = "http://";

    /// <summary><c>time_format</c>: how <c>time.source</c> and <c>time.destination</c> are written; see <see cref="Harmonization.TimeFormat"/>.</summary>
    public string? TimeFormat { get; set; }

    /// <summary><c>type</c>: <c>classification.type</c> where no column gives it; null for none.</summary>
    public string? Type { get; set; } = "c2-server";

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        ArgumentNullException.ThrowIfNull(complaints);
        foreach (string name in Columns.SelectMany(static column => column.Split('|')))
        {
            if (name is not ("" or "__IGNORE__") && !Schema.Default.TryGetKey(name, out _))
                complaints.Add($"columns names the field '{name}', which there is not.");
        }

        if (IgnoreValues is { } ignored && ignored.Count != Columns.Count)
            complaints.Add($"ignore_values has {ignored.Count} values for {Columns.Count} columns: give one for each, empty where there is none.");
        if (!Harmonization.TimeFormat.TryCreate(TimeFormat, out _, out string? error))
            complaints.Add($"time_format: {error}.");
    }
}

/// <summary>
/// Parses one HTML table into the fields that its parameters name. A cell that fits none of its fields makes the row a failure; a row that
/// fills no field is passed over.
/// </summary>
[Bot("intelmq.bots.parsers.html_table.parser", BotKind.Parser)]
public sealed partial class GenericHtmlTableParser : HtmlTableParser
{
    private readonly GenericHtmlTableParserOptions _options;
    private readonly string[][] _columns;
    private readonly TimeFormat _time;
    private readonly Utf8Buffer _converted = new();

    /// <summary>Creates the parser.</summary>
    public GenericHtmlTableParser(GenericHtmlTableParserOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _columns = [.. options.Columns.Select(static column => column.Split('|'))];
        _time = TimeFormat.TryCreate(options.TimeFormat, Services.Time, out TimeFormat? format, out _) ? format : TimeFormat.Fuzzy;
        Table = new HtmlTableFormat
        {
            AttributeName = options.AttributeName ?? "",
            AttributeValue = options.AttributeValue ?? "",
            TableIndex = options.TableIndex,
            SkipsFirstRow = options.SkipTableHead,
        };
    }

    /// <inheritdoc/>
    protected override HtmlTableFormat Table { get; }

    /// <inheritdoc/>
    protected override int CellCount => _columns.Length;

    /// <inheritdoc/>
    protected override RowOutcome ReadRow(IReadOnlyList<string> cells, Event message)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(message);
        bool stored = false;
        for (int i = 0; i < cells.Count; i++)
        {
            string text = Encoding.UTF8.GetString(Utf8Text.Trim(Encoding.UTF8.GetBytes(cells[i])));
            if (text == (_options.IgnoreValues?[i] ?? ""))
                continue;
            RowOutcome outcome = ReadCell(_columns[i], text, message, ref stored);
            if (outcome.Error is not null)
                return outcome;
        }

        if (!stored)
            return RowOutcome.Skip;
        return _options.Type is not { } type || message.Contains(Fields.Classification.Type)
            ? RowOutcome.Keep
            : RowOutcome.FailIf(message.Set(Fields.Classification.Type.Name, type));
    }

    private RowOutcome ReadCell(string[] fields, string text, Event message, ref bool stored)
    {
        RowOutcome refused = RowOutcome.Keep;
        foreach (string field in fields)
        {
            if (text.Length == 0 || field is "" or "__IGNORE__")
                return RowOutcome.Keep;
            if (field == _options.SplitColumn?.Name && !TrySplit(ref text))
                return RowOutcome.Fail(field, $"has no part {_options.SplitIndex}");
            FieldValue value = FieldValue.Text(Encoding.UTF8.GetBytes(text));
            if (value.IsIgnored)
                continue;
            if (message.Contains(field))
                return RowOutcome.Fail(field, "is set twice");
            refused = Store(field, text, value, message);
            if (refused.Error is null)
            {
                stored = true;
                return refused;
            }
        }

        return refused;
    }

    private RowOutcome Store(string field, string text, FieldValue value, Event message)
    {
        if (field is "time.source" or "time.destination")
        {
            _converted.Clear();
            Harmonized time = _time.Convert(value.Utf8, _converted);
            if (!time.IsValid || time.Kind == FieldValueKind.Null)
                return RowOutcome.Fail(field, time.Reason ?? "is not a time");
            value = FieldValue.Text(time.Value(value, _converted).Utf8);
        }
        else if (field.EndsWith(".url", StringComparison.Ordinal) && !text.Contains("://", StringComparison.Ordinal))
        {
            value = FieldValue.Text(Encoding.UTF8.GetBytes(_options.DefaultUrlProtocol + text));
        }

        return RowOutcome.FailIf(message.TryAdd(field, value));
    }

    private bool TrySplit(ref string text)
    {
        string[] parts = string.IsNullOrEmpty(_options.SplitSeparator)
            ? text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            : text.Split(_options.SplitSeparator);
        if (_options.SplitIndex >= parts.Length)
            return false;
        text = parts[_options.SplitIndex].Trim();
        return true;
    }
}
