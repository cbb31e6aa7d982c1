using IntelMQ.Mapping;
using IntelMQ.Messages;

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

    /// <summary>Whether an element with a member that the map does not ask for is a failure; otherwise it is passed over.</summary>
    protected virtual bool RefusesUnknownMembers => false;

    private protected JsonCells Cells => _cells;

    private protected RowMachine BeginReport(Report report)
    {
        FieldMap map = MapFor(report);
        ColumnIndex columns = NamedColumns(map);
        if (!ReferenceEquals(_cells.Columns, columns))
            _cells = new JsonCells(columns, RefusesUnknownMembers);
        RowMachine machine = Machine(report, map, columns);
        machine.Begin(report, []);
        machine.AllowCuts(_cells);
        return machine;
    }
}
