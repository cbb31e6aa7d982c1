using IntelMQ.Mapping;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Parsers.AbuseCh;

/// <summary>
/// A parser for exports that come as tables and as JSON, such as those of abuse.ch: the report's first character says which, and one map
/// serves both.
/// </summary>
public abstract class AbuseChExportParser : CsvParser
{
    private readonly Objects _objects;

    private protected AbuseChExportParser(PlainParserOptions options, BotServices services)
        : base(options, services)
        => _objects = new Objects(this, options, services);

    /// <summary>A column that no comment but the header names.</summary>
    private protected abstract string HeaderColumn { get; }

    /// <summary>The header of today, for tables without one; empty where such a table is none of the feed's.</summary>
    private protected abstract string Header { get; }

    /// <summary>The column that takes the ids of JSON objects, which stand in front of them.</summary>
    private protected abstract string IdColumn { get; }

    /// <summary>Members of JSON objects that are known, and are not kept.</summary>
    private protected virtual IReadOnlyList<string> DroppedMembers => [];

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { CommentPrefix = '#' };

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return AbuseChExport.IsJson(report.Raw.Span) ? ReadWith(_objects, report) : base.ReadElements(report);
    }

    /// <inheritdoc/>
    protected override (ReadOnlyMemory<byte> Table, byte[] RawPrefix) Prepare(ReadOnlyMemory<byte> text, Report report)
        => (AbuseChExport.Table(text, HeaderColumn, Header), []);

    private sealed class Objects(AbuseChExportParser parser, PlainParserOptions options, BotServices services) : JsonParser(options, services)
    {
        public override FieldMap Map => field ??= UnknownMembers.KeptBeside(parser.Map, [.. parser.DroppedMembers]);

        protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report) => AbuseChExport.Elements(text, parser.IdColumn);
    }
}
