using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>Works out a <see cref="RowPlan"/>.</summary>
internal sealed class RowPlanDraft
{
    private const int MaxShown = 8;
    private const int MaxShownLength = 40;

    private readonly Schema _schema;
    private readonly ColumnIndex _columns;
    private readonly List<PlanStep> _steps = [];
    private readonly List<PlanStep> _constants = [];
    private readonly List<RowError> _errors = [];
    private readonly List<string> _absent = [];
    private readonly ColumnIndex? _members;
    private readonly IReadOnlyCollection<int> _usedColumns;
    private PlanStep?[] _rest = [];

    /// <param name="rules">The rules, in their order.</param>
    /// <param name="schema">The events' schema.</param>
    /// <param name="columns">The table's columns; none where columns are counted.</param>
    /// <param name="members">The elements' members, for rules that are run for each element: constants too; null where they are run for rows.</param>
    /// <param name="usedColumns">The columns that are used elsewhere, and are no rest.</param>
    public RowPlanDraft(IReadOnlyList<MapRule> rules, Schema schema, ColumnIndex columns, ColumnIndex? members, IReadOnlyCollection<int>? usedColumns = null)
    {
        _schema = schema;
        _columns = columns;
        _members = members;
        _usedColumns = usedColumns ?? [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (MapRule rule in rules)
        {
            if (rule is RestRule)
                AddRest();
            else if (rule is ColumnRule column)
                Add(column, seen);
            else if (rule is ConstantRule constant)
                Add(constant, seen);
        }

        Gates = RowGates.Compile(rules, schema);
        Hooks = [.. rules.OfType<HookRule>().Select(static rule => rule.Hook)];
        IEnumerable<int> positions = rules.SelectMany(CellsOf).Select(static cell => cell.Position);
        PositionCount = positions.Concat(_steps.Select(static step => step.Column)).DefaultIfEmpty(-1).Max() + 1;
        Plan();
        if (members is null)
            CheckIsThisFeed(rules);
    }

    public RowGates? Gates { get; }

    /// <summary>The code that completes rows, in its order.</summary>
    public RowHook[] Hooks { get; }

    public Schema Schema => _schema;

    /// <summary>Whether a rule takes what no other has used.</summary>
    public bool KeepsOthers { get; private set; }

    /// <summary>How many cells of a row, from the first on, the rules speak of by position.</summary>
    public int PositionCount { get; }

    public PlanStep[] Steps => [.. _steps];

    public PlanStep?[] Rest => _rest;

    public IReadOnlyList<PlanStep> Constants => _constants;

    public IReadOnlyList<RowError> Errors => _errors;

    public IReadOnlyList<string> Absent => _absent;

    public FieldKey[] PlannedKeys { get; private set; } = [];

    private static IReadOnlyList<CellReference> CellsOf(MapRule rule) => rule switch
    {
        FieldRule field => field.Condition?.Cells ?? [],
        GateRule gate => gate.Condition.Cells,
        _ => [],
    };

    private void Add(ConstantRule rule, HashSet<string> seen)
    {
        FieldKey key = _schema.Key(rule.FieldName);
        PlanStep constant = Constant(rule, key);
        // Behind other rules for the field a constant is their default, to be tried for each row.
        if (!seen.Add(rule.FieldName) || key.Ordinal < 0 || _members is not null || constant.IsConditional)
            _steps.Add(constant);
        else
            _constants.Add(constant);
    }

    private void Add(ColumnRule rule, HashSet<string> seen)
    {
        FieldKey key = _schema.Key(rule.FieldName);
        int column = rule.Cell.Position;
        if (rule.Cell.Path is { } path && _members!.TryFind(path, out int member))
            column = Row.PositionOfMember(member);
        if (rule.Cell.Name is { } name && !_columns.TryFind(name, out column))
        {
            if (rule.IsColumnRequired || rule.IsCellRequired || rule.IsRequired)
                _errors.Add(new RowError(null, name, "is missing"));
            else
                _absent.Add(name);
            return;
        }

        bool set = !seen.Add(rule.FieldName) || (rule.WhenSet == OccupiedFieldPolicy.Fail && ReportFields.TakenOver(_schema).Contains(key));
        _steps.Add(new PlanStep(rule, key, column, UnlessKey(rule))
        {
            MayBeSet = set && rule.WhenSet == OccupiedFieldPolicy.KeepFirst,
            MustBeUnset = set && rule.WhenSet == OccupiedFieldPolicy.Fail,
        });
    }

    private FieldKey? UnlessKey(FieldRule rule) => rule.UnlessSetField is { } field ? _schema.Key(field) : null;

    /// <summary>Why a constant cannot stand in its field, which the schema has; null where it can.</summary>
    public static string? CheckConstant(ConstantRule rule, Schema schema)
    {
        FieldKey key = schema.Key(rule.FieldName);
        FieldValue value = FieldValue.Of(rule.Kind, Encoding.UTF8.GetBytes(rule.Text));
        var buffer = new Utf8Buffer();
        if (key.Definition is not { } definition)
            return null;
        Harmonized result = definition.Convert(value, buffer);
        return (result.Reason ?? definition.CheckLimits(result.Value(value, buffer))) is { } reason
            ? $"the constant '{rule.Text}' cannot stand in {key.Name}: it {reason}."
            : null;
    }

    private PlanStep Constant(ConstantRule rule, FieldKey key)
    {
        if (CheckConstant(rule, _schema) is { } refusal)
            throw new ArgumentException(refusal);
        FieldValue value = FieldValue.Of(rule.Kind, Encoding.UTF8.GetBytes(rule.Text));
        var buffer = new Utf8Buffer();
        if (key.Definition is { } definition)
            value = definition.Convert(value, buffer).Value(value, buffer);
        return new PlanStep(rule, key, value, UnlessKey(rule));
    }

    // Of another feed's table a map that asks for nothing in particular would make events with constants alone.
    private void CheckIsThisFeed(IReadOnlyList<MapRule> rules)
    {
        string[] named = [.. rules.SelectMany(static rule => rule.Columns).Distinct(StringComparer.Ordinal)];
        if (_columns.Names.Count == 0 || named.Length == 0 || named.Any(name => _columns.TryFind(name, out _)))
            return;
        _errors.Insert(0, new RowError(null, null, $"stands in a table that has none of the columns of this feed ({Some(named)}); it has {Some(_columns.Names)}: another feed, no table, or a table without its header"));
    }

    private static string Some(IReadOnlyList<string> names)
        => string.Join(", ", names.Take(MaxShown).Select(static name => name.Length <= MaxShownLength ? name : name[..MaxShownLength] + "...")) + (names.Count > MaxShown ? ", ..." : "");

    private void AddRest()
    {
        KeepsOthers = true;
        // Of elements the members that no rule asks for are kept; the row's columns are kept with the row.
        if (_members is not null)
            return;
        _rest = new PlanStep?[_columns.Names.Count];
        // Columns whose names have the form already keep them.
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in _columns.Names.Where(static name => name == FieldNames.Normalize(name)))
            taken.TryAdd(name, 2);
        for (int i = 0; i < _rest.Length; i++)
        {
            string name = _columns.Names[i];
            if (_usedColumns.Contains(i) || !_columns.TryFind(name, out int position) || position != i)
                continue;
            if (name != FieldNames.Normalize(name))
                name = name.AsSpan().Trim().IsEmpty ? "" : FieldNames.NormalizeApart(name, taken);
            if (name.Length > 0)
                _rest[i] = new PlanStep(Rules.Column(i, FieldKey.ExtraPrefix + name), _schema.Key(FieldKey.ExtraPrefix + name), i, unless: null);
        }
    }

    // Names without a slot get a place of their own, sorted, so that no row has to sort them.
    private void Plan()
    {
        var byName = new Dictionary<string, FieldKey>(StringComparer.Ordinal);
        foreach (PlanStep step in _steps.Concat(_rest.OfType<PlanStep>()))
        {
            if (step.Key.Ordinal < 0)
                byName.TryAdd(step.Key.Name, step.Key);
        }

        PlannedKeys = [.. byName.Values];
        Array.Sort(PlannedKeys, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var places = PlannedKeys.Select(static (key, place) => (key.Name, place)).ToDictionary(static pair => pair.Name, static pair => pair.place, StringComparer.Ordinal);
        foreach (PlanStep step in _steps.Concat(_rest.OfType<PlanStep>()))
        {
            if (step.Key.Ordinal < 0)
                step.Place = BuiltInFields.MaxCount + places[step.Key.Name];
        }
    }
}
