using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots;

/// <summary>A parser that is a map: the base of those that differ in how a report is cut into rows.</summary>
public abstract class MappedParser : Parser
{
    private RowMachine? _machine;
    private FieldMap? _namedMap;
    private ColumnIndex _named = ColumnIndex.None;

    private protected MappedParser(ParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <summary>What each column becomes.</summary>
    public abstract FieldMap Map { get; }

    /// <summary>The map for one report, where it depends on the report; by default <see cref="Map"/>. Called once per report.</summary>
    /// <exception cref="Failures.InvalidReportException">No map fits the report; it becomes one failure.</exception>
    protected virtual FieldMap MapFor(Report report) => Map;

    internal sealed override void CheckSchema(Schema schema, ICollection<string> complaints)
    {
        base.CheckSchema(schema, complaints);
        foreach (MapRule rule in Map)
        {
            foreach (string field in rule.FieldNames.Where(field => !schema.TryGetKey(field, out _)))
                complaints.Add($"the map of {GetType().Name} names '{field}', which is not a field of the schema.{schema.Suggest(field)} Fields of your own: Schema.With, or a name below extra.");
            if (rule is ConstantRule constant && schema.TryGetKey(constant.FieldName, out _) && RowPlanDraft.CheckConstant(constant, schema) is { } reason)
                complaints.Add($"the map of {GetType().Name} is wrong: {reason}");
        }
    }

    /// <summary>The machine for a report; the last report's is used again where map and columns are the same.</summary>
    private protected RowMachine Machine(Report report, ColumnIndex columns) => Machine(report, MapFor(report), columns);

    /// <summary>As the other overload, where the map is known.</summary>
    private protected RowMachine Machine(Report report, FieldMap map, ColumnIndex columns)
    {
        if (_machine is null || !_machine.Fits(map, report.Schema, columns))
            _machine = new RowMachine(this, BaseOptions, map, report.Schema, columns);
        return _machine;
    }

    /// <summary>The columns that a map asks for by name.</summary>
    private protected ColumnIndex NamedColumns(FieldMap map)
    {
        if (!ReferenceEquals(map, _namedMap))
        {
            _named = new ColumnIndex([.. map.SelectMany(static rule => rule.Columns).Distinct(StringComparer.Ordinal)]);
            _namedMap = map;
        }

        return _named;
    }

    /// <summary>A value that is the same for every row.</summary>
    protected static ConstantRule Constant(Field field, string value) => Rules.Constant(field, value);

    /// <inheritdoc cref="Rules.Column(string, Field)"/>
    protected static ColumnRule Column(string column, Field field) => Rules.Column(column, field);

    /// <inheritdoc cref="Rules.Column(int, Field)"/>
    protected static ColumnRule Column(int position, Field field) => Rules.Column(position, field);

    /// <inheritdoc cref="Rules.Extra(string)"/>
    protected static ColumnRule Extra(string column) => Rules.Extra(column);

    /// <inheritdoc cref="Rules.Extra(string, string)"/>
    protected static ColumnRule Extra(string column, string name) => Rules.Extra(column, name);

    /// <inheritdoc cref="Rules.Extra(int, string)"/>
    protected static ColumnRule Extra(int position, string name) => Rules.Extra(position, name);

    /// <inheritdoc cref="Rules.Rest"/>
    protected static RestRule Rest() => Rules.Rest();

    /// <inheritdoc cref="Rules.Column(CellReference, Field)"/>
    protected static ColumnRule Column(CellReference cell, Field field) => Rules.Column(cell, field);

    /// <inheritdoc cref="Rules.Extra(CellReference, string)"/>
    protected static ColumnRule Extra(CellReference cell, string name) => Rules.Extra(cell, name);

    /// <inheritdoc cref="Rules.Cell(string)"/>
    protected static CellReference Cell(string column) => Rules.Cell(column);

    /// <inheritdoc cref="Rules.Cell(int)"/>
    protected static CellReference Cell(int position) => Rules.Cell(position);

    /// <inheritdoc cref="Rules.WholeRow"/>
    protected static CellReference WholeRow => Rules.WholeRow;

    /// <inheritdoc cref="Rules.Element"/>
    protected static CellReference Element => Rules.Element;

    /// <inheritdoc cref="Rules.SkipWhere"/>
    protected static SkipRule SkipWhere(RowCondition condition) => Rules.SkipWhere(condition);

    /// <inheritdoc cref="Rules.RefuseWhere"/>
    protected static RefuseRule RefuseWhere(RowCondition condition, string reason) => Rules.RefuseWhere(condition, reason);

    /// <inheritdoc cref="Rules.NeedOneOf"/>
    protected static NeedOneOfRule NeedOneOf(params Field[] fields) => Rules.NeedOneOf(fields);

    /// <inheritdoc cref="Rules.RaggedRows"/>
    protected static RaggedRule RaggedRows() => Rules.RaggedRows();

    /// <inheritdoc cref="Rules.Each"/>
    protected static EachRule Each(RowElements elements) => Rules.Each(elements);

    /// <inheritdoc cref="Rules.Complete"/>
    protected static HookRule Complete(RowHook code, string words, params string[] columns) => Rules.Complete(code, words, columns);
}
