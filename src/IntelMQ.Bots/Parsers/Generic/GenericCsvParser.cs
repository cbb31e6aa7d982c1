using IntelMQ.Failures;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Generic;

/// <summary>The parameters of <see cref="GenericCsvParser"/>.</summary>
public sealed partial class GenericCsvParserOptions : ParserOptions
{
    /// <summary>
    /// <c>columns</c>: the field that each column becomes, a list or a text with commas. Several fields with <c>|</c> between them are tried
    /// in turn; <c>__IGNORE__</c> or nothing passes a column over.
    /// </summary>
    public TextList Columns { get; set; } = [];

    /// <summary><c>columns_required</c>: for each column whether a row fails that has a value no field takes; by default all do.</summary>
    public IReadOnlyList<bool>? ColumnsRequired { get; set; }

    /// <summary><c>column_regex_search</c>: by field, a regular expression; what it first finds in the cell is the value.</summary>
    public TextMap ColumnRegexSearch { get; set; } = new();

    /// <summary><c>compose_fields</c>: by field, a text with <c>{0}</c>, <c>{1}</c> and so on for the row's cells.</summary>
    public TextMap ComposeFields { get; set; } = new();

    /// <summary><c>data_type</c>: by field, how its cells are written; <c>json</c> is the only one.</summary>
    public TextMap DataType { get; set; } = new();

    /// <summary><c>default_url_protocol</c>: what is put in front of URLs without a protocol.</summary>
    public string? DefaultUrlProtocol { get; set; } = "http://";

    /// <summary><c>delimiter</c>: the character between cells.</summary>
    public string Delimiter { get; set; } = ",";

    /// <summary><c>filter_text</c>: a text that rows are looked through for; needs <c>filter_type</c>.</summary>
    public string? FilterText { get; set; }

    /// <summary><c>filter_type</c>: <c>whitelist</c> keeps the rows that contain the text, <c>blacklist</c> the others.</summary>
    [AllowedValues("whitelist", "blacklist")]
    public string? FilterType { get; set; }

    /// <summary><c>skip_header</c>: how many lines stand in front of the table; comments and blank lines are not counted.</summary>
    public HeaderLines SkipHeader { get; set; }

    /// <summary>
    /// <c>strict_rows</c>: whether a row fails that has fewer or more cells than <c>columns</c> names; by default only a missing value that a
    /// field needs does. The parameter is this project's own.
    /// </summary>
    public bool StrictRows { get; set; }

    /// <summary><c>time_format</c>: how times are written, see <see cref="Harmonization.TimeFormat"/>.</summary>
    public string? TimeFormat { get; set; }

#pragma warning disable CA1721 // The parameter's name.
    /// <summary><c>type</c>: the classification type of events that get no other.</summary>
    public string? Type { get; set; }
#pragma warning restore CA1721

    /// <summary><c>type_translation</c>: classification types by what the feed calls them.</summary>
    public TextMap TypeTranslation { get; set; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        if (Columns.All(static column => column.Length == 0))
            complaints.Add("columns is missing: list the field that each column becomes.");
        if (ColumnsRequired is { Count: > 0 } required && required.Count != Columns.Count)
            complaints.Add($"columns_required has {required.Count} items, but columns has {Columns.Count}.");
        if (Delimiter is not [> '\0' and < '\x80' and not ('"' or '\r' or '\n')])
            complaints.Add($"delimiter is '{Delimiter}', but must be one ASCII character, and no quote or line end.");
        foreach ((string field, string type) in DataType)
        {
            if (type != "json")
                complaints.Add($"data_type for {field} is '{type}', but only json is known.");
        }

        _ = new GenericCsvColumns(this, TimeProvider.System, complaints);
    }
}

/// <summary>Parses tables of any provider: parameters say which field each column becomes.</summary>
/// <example><code>var parser = new GenericCsvParser(new GenericCsvParserOptions { Columns = ["time.source", "source.ip"], Type = "scanner" });
/// Console.WriteLine(parser.Parse("2026-11-20 11:00:00,192.0.2.7\n").Events[0]);</code></example>
[Bot("intelmq.bots.parsers.generic.parser_csv", BotKind.Parser)]
public sealed partial class GenericCsvParser : CsvParser
{
    private readonly GenericCsvParserOptions _options;
    private readonly GenericCsvColumns _columns;
    private readonly CsvFormat _format;
    private Schema? _schema;
    private FieldMap? _map;

    /// <summary>Creates the parser.</summary>
    public GenericCsvParser(GenericCsvParserOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _columns = new GenericCsvColumns(options, services.Time, []);
        _format = new CsvFormat { Separator = options.Delimiter[0], TrimsText = false, RawEnd = RawRowEnd.WithLineEnd, CellCount = options.StrictRows ? options.Columns.Count : 0 };
    }

    /// <summary>What the parameters say of the columns, for the default schema.</summary>
    public override FieldMap Map => _columns.MapFor(Schema.Default);

    /// <inheritdoc/>
    protected override CsvFormat Format => _format;

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (_map is null || !ReferenceEquals(_schema, report.Schema))
        {
            _map = _columns.MapFor(report.Schema);
            _schema = report.Schema;
        }

        return _map;
    }

    /// <inheritdoc/>
    protected override (ReadOnlyMemory<byte> Table, byte[] RawPrefix) Prepare(ReadOnlyMemory<byte> text, Report report)
    {
        (ReadOnlyMemory<byte> table, byte[] header) = GenericCsvText.Clean(text, _format, _options, _options.SkipHeader.Count);
        if (table.IsEmpty && !IsHeader(header))
            throw new InvalidReportException($"The report has no row, and its last line is no header of {_options.Columns.Count} columns.");
        return (table, header);
    }

    // What stands in front of an empty table may be an error message.
    private bool IsHeader(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> text = header.TrimEnd("\r\n"u8);
        ReadOnlySpan<byte> last = text[(text.LastIndexOfAny((byte)'\r', (byte)'\n') + 1)..];
        return header.IsEmpty || (last[0] is not ((byte)'<' or (byte)'{' or (byte)'[') && last.Count((byte)_format.Separator) == _options.Columns.Count - 1);
    }
}
