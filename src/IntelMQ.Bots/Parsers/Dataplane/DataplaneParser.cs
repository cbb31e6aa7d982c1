using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Dataplane;

/// <summary>
/// Parses the feeds of dataplane.org. The last cell of each row says which feed it belongs to, and is kept in <c>extra.category</c> where it is not
/// known; <c>proto41</c> has one more time.
/// </summary>
[Bot("intelmq.bots.parsers.dataplane.parser", BotKind.Parser, Summary = "Parses the feeds of dataplane.org: scanners, brute force and open tunnels.")]
public sealed partial class DataplaneParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    private const int CellsOfProto41 = 6;

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        OfCategory(Fields.Classification.Type, static category => category.Type),
        OfCategory(Fields.Protocol.Application, static category => category.Protocol),
        OfCategory(Fields.EventDescription.Text, static category => category.Description),
        Constant(Fields.Classification.Type, ClassificationType.Undetermined),
        Extra(0, "category").With(static (_, row, buffer) => UnknownCategory(row, buffer), "the last cell, where it is not known"),
        .. Details.Column(0, Fields.Source.Asn, "asn", "NA"),
        Column(1, Fields.Source.AsName).With(static (value, _) => FirstWord(value.Utf8), "the first word").Unless("NA"),
        Column(2, Fields.Source.Ip),
        Extra(3, "first_seen").With(static (_, row, buffer) => row.Count == CellsOfProto41 ? Time(row, 3, buffer) : Harmonized.None, "UTC, proto41 only"),
        Column(3, Fields.Time.Source).With(static (_, row, buffer) => Time(row, row.Count - 2, buffer), "the cell before the last, UTC"),
    ];

    /// <inheritdoc/>
    protected override LineFormat Format { get; } =
        new() { Separator = "  |  ", TrimsCells = true, MinimumCells = 5, MaximumCells = CellsOfProto41, CommentPrefixes = ["#"] };

    private static ColumnRule OfCategory(Field field, Func<DataplaneCategory, byte[]> part) => Column(0, field).With(
        (_, row, buffer) =>
        {
            if (DataplaneCategory.Find(row[row.Count - 1].Utf8) is not { } category)
                return Harmonized.None;
            if (category.HasFirstSeen != (row.Count == CellsOfProto41))
                return Harmonized.Invalid("cannot be told, since the row has not as many cells as its category");
            int start = buffer.Length;
            buffer.Append(part(category));
            return Harmonized.Written(FieldValueKind.Text, buffer, start);
        },
        "what the last cell stands for");

    private static Harmonized UnknownCategory(Row row, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> category = row[row.Count - 1].Utf8;
        if (category.IsEmpty || DataplaneCategory.Find(category) is not null)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append(category);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized FirstWord(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
            return Harmonized.None;
        int end = cell.IndexOfAny(" \t"u8);
        return Harmonized.Slice(FieldValueKind.Text, 0, end < 0 ? cell.Length : end);
    }

    private static Harmonized Time(Row row, int column, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> time = row[column].Utf8;
        int start = buffer.Length;
        int blank = time.IndexOf((byte)' ');
        if (blank >= 0)
        {
            buffer.Append(time[..blank]);
            buffer.Append((byte)'T');
        }

        buffer.Append(time[(blank + 1)..]);
        buffer.Append("+00:00"u8);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}
