using System.Text.Json;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// A parser whose elements are JSON objects: the base of those that differ in how objects follow each other. A map's column is a member's
/// name, or the path of names to a member of a member, joined with dots (<c>location.country_code</c>); a member that has the whole
/// path for its name comes first. An array's elements have their positions for names (<c>details.0.ip</c>). Numbers and booleans stay what they are; arrays and objects are cells of kind JSON.
/// </summary>
/// <remarks>Of members with one name the last one counts. Arrays and objects may nest 64 levels deep.</remarks>
public abstract class JsonMappedParser : MappedParser
{
    internal const string NotAnObject = "is not a JSON object";

    private JsonCells _cells = new(ColumnIndex.None, refusesUnknown: false);

    private protected JsonMappedParser(ParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <summary>Whether an element with a member that neither the map nor the hook asks for is a failure; otherwise it is passed over.</summary>
    protected virtual bool RefusesUnknownMembers => false;

    internal static JsonReaderOptions ReaderOptions => new() { MaxDepth = JsonLimits.MaxDepth };

    private protected JsonCells Cells => _cells;

    private protected RowMachine BeginReport(Report report)
    {
        FieldMap map = MapFor(report);
        ColumnIndex columns = NamedColumns(map);
        if (!ReferenceEquals(_cells.Columns, columns))
            _cells = new JsonCells(columns, RefusesUnknownMembers);
        RowMachine machine = Machine(report, map, columns);
        machine.Begin(report, []);
        machine.AllowCuts();
        return machine;
    }

    /// <summary>What the row that was read last becomes besides the item that came at once: see <see cref="RowElements"/>.</summary>
    /// <param name="machine">The machine that has read it.</param>
    /// <param name="number">The row's line.</param>
    /// <param name="offset">Where the row begins.</param>
    private protected IEnumerable<ParsedItem> OthersOf(RowMachine machine, long number, long offset)
    {
        while (machine.TryNext(out ParsedItem item))
            yield return item;
        if (machine.TakeCuts() is not { } cuts)
            yield break;
        while (cuts.TryNext(out byte[] row))
        {
            if (ReadCut(row, machine, number, offset, out ParsedItem item))
                yield return item;
        }
    }

    private bool ReadCut(byte[] row, RowMachine machine, long number, long offset, out ParsedItem item)
    {
        item = default;
        var reader = new Utf8JsonReader(row, ReaderOptions);
        reader.Read();
        RowError? error = _cells.Read(ref reader, row, machine);
        if (error is null && (machine.TryRun(row, row.Length, out item, out error) || error is null))
            return item.Event is not null;
        item = machine.Fail(row, number, offset, error);
        return true;
    }

    /// <summary>Whether IntelMQ passes over an element: null, false, zero, and empty text, array or object.</summary>
    internal static bool IsNothing(ReadOnlySpan<byte> element)
    {
        switch (element[0])
        {
            case (byte)'n' or (byte)'f':
                return true;
            case (byte)'"':
                return element.Length == 2;
            case (byte)'{' or (byte)'[':
                return element[1..^1].TrimStart(" \t\r\n"u8).IsEmpty;
            case (byte)'t':
                return false;
            default:
                int exponent = element.IndexOfAny((byte)'e', (byte)'E');
                return !(exponent < 0 ? element : element[..exponent]).ContainsAnyInRange((byte)'1', (byte)'9');
        }
    }
}
