using System.Text.RegularExpressions;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>The parameters of <see cref="ShadowserverParser"/>.</summary>
public sealed partial class ShadowserverParserOptions : ParserOptions
{
    /// <summary><c>feedname</c>: the feed that all reports belong to, by the schema's <c>feed_name</c>; by default each report's file name says it.</summary>
    public string? Feedname { get; set; }

    /// <summary><c>overwrite</c>: whether the schema's feed name takes the place of the report's <c>feed.name</c>.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>auto_update</c>: whether the schema is downloaded from Shadowserver at start, at most once an hour.</summary>
    public bool AutoUpdate { get; set; }

    /// <summary><c>test_mode</c>: use a built-in schema with the report types <c>test_smb</c>, <c>test_telnet</c> and <c>test_afs</c>.</summary>
    public bool TestMode { get; set; }

    /// <summary>
    /// <c>schema_file</c>: the path of the JSON schema that Shadowserver publishes; by default <c>shadowserver-schema.json</c> in the folder
    /// for state. The parameter is this project's own.
    /// </summary>
    [Reaches(Outside.File)]
    public string? SchemaFile { get; set; }
}

/// <summary>
/// Parses the reports of the Shadowserver Foundation, tables or JSON arrays of objects with the same columns, packed with gzip or zip or
/// not. What the columns mean stands in the schema that Shadowserver publishes: a report type's map is made of it. Columns that the schema
/// does not name go below <c>extra.</c>
/// </summary>
[Bot("intelmq.bots.parsers.shadowserver.parser", BotKind.Parser, Summary = "Parses the reports of the Shadowserver Foundation by its published schema.")]
public sealed partial class ShadowserverParser : CsvParser
{
    private const string DefaultFile = "shadowserver-schema.json";
    private const int MaxFileName = 1024;

    private static readonly CsvFormat ReportFormat = new() { HasHeader = true, QuotesHeaderInRaw = true, RawEnd = RawRowEnd.Trimmed };

    private readonly ShadowserverParserOptions _options;
    private readonly ShadowserverSchemaFile? _file;
    private ShadowserverSchema? _toldOf;

    /// <summary>Creates the parser.</summary>
    public ShadowserverParser(ShadowserverParserOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        string? path = options.SchemaFile is { Length: > 0 } file ? file
            : services.StateFolder is { } folder ? Path.Combine(folder, DefaultFile)
            : null;
        if (path is not null && !options.TestMode)
            _file = new ShadowserverSchemaFile(path, Log);
    }

    /// <summary>A schema in place of the file's.</summary>
    internal ShadowserverSchema? FixedSchema { get; init; }

    /// <summary>What is the same in all reports; the rest of the map comes from the schema.</summary>
    public override FieldMap Map => [Rest()];

    /// <inheritdoc/>
    protected override CsvFormat Format => ReportFormat;

    /// <inheritdoc/>
    protected override bool WarnsOfAbsentColumns => true;

    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_options.AutoUpdate && _file is not null)
            await new ShadowserverSchemaUpdate(_file.Path, Services, Log).RunAsync(cancellationToken).ConfigureAwait(false);
        if (Schema(out string error) is null)
            throw new BotConfigurationException(nameof(ShadowserverParser), [error]);
    }

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ShadowserverSchema schema = Schema(out string error) ?? throw new InvalidReportException(error);
        ShadowserverReportType type = TypeOf(report, schema);
        NoteReportType(type.FileName, isKnown: true);
        return type.MapFor(report.Schema, _options.Overwrite);
    }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        report = PackedReport.Unpacked(report);
        return IsJson(report) ? ReadObjects(report) : base.ReadElements(report);
    }

    // Where no name says it, the first character does: no column's name begins with a bracket.
    private static bool IsJson(Report report)
    {
        if (report["extra.file_name"].TryGetString(out string? file) && file.Length <= MaxFileName && FileName().Match(file) is { Success: true } match)
            return match.Groups[2].ValueSpan.Equals("json", StringComparison.OrdinalIgnoreCase);
        return report.Raw.Span.TrimStart(" \t\r\n"u8) is [(byte)'[' or (byte)'{', ..];
    }

    private ShadowserverSchema? Schema(out string error)
    {
        error = "There is no Shadowserver schema: name it by schema_file.";
        if (FixedSchema is not null)
            return FixedSchema;
        return _options.TestMode ? ShadowserverTestSchema.Schema : _file?.Get(out error);
    }

    private ShadowserverReportType TypeOf(Report report, ShadowserverSchema schema)
    {
        if (_options.Feedname is { Length: > 0 } feed)
        {
            if (schema.TryGetByFeedName(feed, out ShadowserverReportType? fixedType))
                return fixedType;
            if (!ReferenceEquals(schema, _toldOf))
                ShadowserverLog.FeedIsUnknown(Log, feed);
            _toldOf = schema;
        }

        FieldValue file = report["extra.file_name"];
        if (!file.TryGetString(out string? fileName))
            throw new InvalidReportException("The report has no extra.file_name, which says what its type is; set feedname if all reports are of one type.");
        if (fileName.Length > MaxFileName || FileName().Match(fileName) is not { Success: true } match)
            throw new InvalidReportException($"The file name '{Shortened(fileName)}' is not of the form DATE-TYPE-SUFFIX.csv, .json, or either with .gz or .zip behind.");
        string type = match.Groups[1].Value;
        if (schema.TryGetByFileName(type, out ShadowserverReportType? known) || schema.TryGetByFileName(type.ToLowerInvariant(), out known))
            return known;
        NoteReportType(Shortened(type), isKnown: false);
        throw new InvalidReportException($"The Shadowserver schema has no report type '{Shortened(type)}' (file name {Shortened(fileName)}); a newer schema may have it.");
    }

    private static string Shortened(string text) => text.Length <= 128 ? text : text[..128] + "...";

    // What people and their programs add to a name: folders, " (1)" and " - Copy" in front of the ending or behind it, a number as an ending, capitals.
    [GeneratedRegex(
        @"\A(?:.*[/\\])?(?:\d{4}-\d{2}-\d{2}-)?(\w+)(?:-\w+)*(?:[ (][^/\\]*)?\.(csv|json)(?:[ (][^/\\.]*)?(?:\.(?:gz|zip))?(?:\.\d+|[ (][^/\\.]*)?\n?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
