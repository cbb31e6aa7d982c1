using System.Numerics;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>
/// A map made ready for one table: columns found, fields looked up, constants set apart. Made once per report, or once per header, and
/// then run for each row without allocation of its own.
/// </summary>
internal sealed class RowPlan
{
    private const string SetAlready = "has been set already";
    private const string Missing = "is missing";

    private readonly PlanStep[] _steps;
    private readonly PlanStep?[] _rest;
    private readonly ulong[] _restColumns;
    private readonly ulong[] _usedColumns;
    private readonly RowGates? _gates;
    private readonly RowHook[] _hooks;
    private readonly ColumnIndex _columns;
    private readonly OtherCells? _others;

    private RowPlan(RowPlanDraft draft, ColumnIndex columns, ElementPlan? elements)
    {
        _steps = draft.Steps;
        _rest = draft.Rest;
        _gates = draft.Gates;
        _hooks = draft.Hooks;
        _columns = columns;
        Elements = elements;
        _others = draft.KeepsOthers ? new OtherCells(draft.Schema) : null;
        PlannedKeys = draft.PlannedKeys;
        Constants = draft.Constants;
        Errors = [.. draft.Errors, .. elements?.Plan.Errors ?? []];
        AbsentColumns = [.. draft.Absent, .. elements?.Plan.AbsentColumns ?? []];
        NeedsAllCells = _hooks.Length > 0 || _gates is { NeedsAllCells: true } || elements is { Plan.NeedsAllCells: true }
            || _steps.Any(static step => step.Condition is { NeedsAllCells: true });
        ColumnCount = new[] { columns.Names.Count, draft.PositionCount, elements?.Plan.ColumnCount ?? 0 }.Max();
        // A bit for each column, and one for the cells that no table has.
        _restColumns = new ulong[(ColumnCount / 64) + 1];
        _usedColumns = new ulong[_restColumns.Length];
        foreach (PlanStep step in _rest.OfType<PlanStep>())
            _restColumns[step.Column / 64] |= 1UL << step.Column;
        foreach (PlanStep step in _steps)
            step.UsedBit = step.Column >= 0 ? step.Column : ColumnCount;
    }

    /// <summary>The names that rows set and that have no slot, sorted: what an <see cref="EventBuilder"/> is made with.</summary>
    public FieldKey[] PlannedKeys { get; }

    /// <summary>The values that are the same for every row.</summary>
    public IReadOnlyList<PlanStep> Constants { get; }

    /// <summary>Why no row of this table can become an event: columns that must be there and are not.</summary>
    public IReadOnlyList<RowError> Errors { get; }

    /// <summary>Whether what stands in no column is kept, of rows that name their cells one by one.</summary>
    public bool KeepsOthers => _others is not null;

    /// <summary>Whether rows may have fewer or more cells than the header.</summary>
    public bool IsRagged { get; private init; }

    /// <summary>The columns that rules name and the table lacks, which is no fault.</summary>
    public IReadOnlyList<string> AbsentColumns { get; }

    public ColumnIndex Columns => _columns;

    /// <summary>The columns that no rule names and that are kept below <c>extra.</c> all the same.</summary>
    public IReadOnlyList<string> UnnamedColumns
        => [.. _rest.OfType<PlanStep>().Where(step => !Array.Exists(_steps, named => named.Column == step.Column)).Select(step => _columns.Names[step.Column])];

    /// <summary>What is run for each element of a row; null where a row is one event.</summary>
    public ElementPlan? Elements { get; }

    /// <summary>Whether conditions count a row's cells, or code may look at any.</summary>
    public bool NeedsAllCells { get; }

    /// <summary>How many cells of a row rules and their converters may look at, from the first on.</summary>
    public int ColumnCount { get; }

    /// <summary>Makes a map ready for a table.</summary>
    /// <param name="map">The map.</param>
    /// <param name="schema">The events' schema.</param>
    /// <param name="columns">The table's columns; none where columns are counted.</param>
    /// <exception cref="ArgumentException">The map names a field that the schema lacks, or a constant that its field refuses.</exception>
    public static RowPlan Compile(FieldMap map, Schema schema, ColumnIndex columns)
    {
        ElementPlan? elements = ElementPlan.Compile(map, schema, columns, out IReadOnlyList<MapRule> rules);
        var draft = new RowPlanDraft(rules, schema, columns, members: null, elements?.UsedColumns);
        return new RowPlan(draft, columns, elements) { IsRagged = map.Any(static rule => rule is RaggedRule) };
    }

    /// <summary>As <see cref="Compile(FieldMap, Schema, ColumnIndex)"/>, for the rules that are run for each element.</summary>
    public static RowPlan CompileElements(IReadOnlyList<MapRule> rules, Schema schema, ColumnIndex columns, ColumnIndex members)
        => new(new RowPlanDraft(rules, schema, columns, members), columns, null);

    /// <summary>Asks the conditions for rows: the first thing that a row meets.</summary>
    public RowOutcome Ask(Row row) => _gates is null ? RowOutcome.Keep : _gates.Ask(row);

    /// <summary>Reads a row that <see cref="Ask"/> keeps into the builder, which has begun it.</summary>
    public RowOutcome Run(Row row, EventBuilder builder)
    {
        Array.Clear(_usedColumns);
        foreach (PlanStep step in _steps)
        {
            if (step.IsGuarded && IsPassedOver(step, row, builder))
                continue;
            Slot cell = row.Cell(step.Column);
            // Only a short cell can stand for nothing.
            RowError? error = cell.Length > step.LongestNothing ? RunValue(step, row, builder, cell) : RunShort(step, row, builder, cell);
            if (error is not null)
                return RowOutcome.Fail(error);
        }

        for (int i = 0; i < _restColumns.Length; i++)
        {
            for (ulong bits = _restColumns[i] & ~_usedColumns[i]; bits != 0; bits &= bits - 1)
                StoreRest(_rest[(i * 64) + BitOperations.TrailingZeroCount(bits)]!, row, builder);
        }

        _others?.Store(row, builder);
        RowOutcome outcome = _gates is null ? RowOutcome.Keep : _gates.Check(builder);
        for (int i = 0; i < _hooks.Length && outcome.IsKept; i++)
            outcome = _hooks[i](new RowEvent(builder, row));
        return outcome;
    }

    private static bool IsPassedOver(PlanStep step, in Row row, EventBuilder builder)
        => (step.MayBeSet && builder.Contains(step.Place)) || (step.Unless is { } unless && builder.Contains(unless)) || step.Condition?.Holds(row) == false;

    private static void StoreRest(PlanStep step, in Row row, EventBuilder builder)
    {
        Slot cell = row.Cell(step.Column);
        if (cell.Length > 0)
            Store(step, row, builder, cell);
    }

    private RowError? RunShort(PlanStep step, in Row row, EventBuilder builder, Slot cell)
    {
        if (step.Constant is not null)
        {
            builder.SetCopy(step.Key, FieldValue.Of(step.ConstantKind, step.Constant));
            return null;
        }

        if (cell.Kind <= SlotKind.Null)
        {
            if (!cell.IsEmpty && !step.IsNothing(FieldValue.Null))
                Store(step, row, builder, cell);
            return LeaveOut(step, step.LeavesNoneToRest) ?? (step.IsCellRequired && cell.IsEmpty ? step.Error(Missing) : null);
        }

        FieldValue value = row.ValueOf(cell);
        if (step.IsListedNothing(value))
            return LeaveOut(step, step.LeavesNoneToRest);
        if (!step.HasConverter && step.IsNothing(value))
            return LeaveOut(step);
        return RunValue(step, row, builder, cell);
    }

    private RowError? RunValue(PlanStep step, in Row row, EventBuilder builder, Slot cell)
    {
        if (step.IsCopy)
            return StoreCopy(step, row, builder, cell);
        FieldValue value = row.ValueOf(cell);
        if (step.MayKeep && cell is { Region: SlotRegion.Data, Kind: SlotKind.Text } && step.Keeps(value))
        {
            Use(step);
            builder.Store(step.Place, cell.As((SlotKind)step.Definition!.Type.WireKind, step.IsPlain));
            return null;
        }

        if (step.HasConverter)
            return RunConverted(step, row, builder, cell, value);
        int before = builder.Written.Length;
        Harmonized result = step.Definition!.Convert(value, builder.Written);
        if (!result.IsValid)
            return Refused(step, builder, before, result.Reason!, value);
        return Finish(step, row, builder, cell, value, result, before);
    }

    private RowError? StoreCopy(PlanStep step, in Row row, EventBuilder builder, Slot cell)
    {
        Use(step);
        if (step.MustBeUnset && builder.Contains(step.Place))
            return step.Error(SetAlready);
        Store(step, row, builder, cell);
        return null;
    }

    private RowError? RunConverted(PlanStep step, in Row row, EventBuilder builder, Slot cell, in FieldValue value)
    {
        int before = builder.Written.Length;
        Harmonized converted = step.Converter is { } convert ? convert(value, builder.Written) : step.RowConverter!(value, row, builder.Written);
        if (!converted.IsValid)
        {
            if (step.WhenInvalid != InvalidValuePolicy.LeaveOut)
                return step.Error(converted.Reason!, value);
            builder.Written.Truncate(before);
            Use(step);
            return null;
        }

        FieldValue result = converted.Value(value, builder.Written);
        if (result.IsMissing || step.IsNothing(result))
        {
            builder.Written.Truncate(before);
            return LeaveOut(step, step.LeavesNoneToRest && result.IsMissing);
        }

        if (step.IsConvertedValid)
            return Finish(step, row, builder, cell, value, converted, before);

        // What the converter wrote may move when the type writes behind it.
        Utf8Buffer scratch = step.Scratch;
        if (!converted.IsSlice)
        {
            scratch.Clear();
            scratch.Append(result.Utf8);
            builder.Written.Truncate(before);
            result = FieldValue.Of(result.Kind, scratch.WrittenSpan);
        }

        Harmonized harmonized = step.Definition!.Convert(result, builder.Written);
        if (!harmonized.IsValid)
            return Refused(step, builder, before, harmonized.Reason!, value);
        if (harmonized.IsSlice && converted.IsSlice)
            return Finish(step, row, builder, cell, value, Harmonized.Slice(harmonized.Kind, converted.Start + harmonized.Start, harmonized.Length), before);
        if (harmonized.IsSlice)
        {
            builder.Written.Append(result.Utf8.Slice(harmonized.Start, harmonized.Length));
            harmonized = Harmonized.Written(harmonized.Kind, builder.Written, before);
        }

        return Finish(step, row, builder, cell, value, harmonized, before);
    }

    private RowError? Finish(PlanStep step, in Row row, EventBuilder builder, Slot cell, in FieldValue value, in Harmonized result, int before)
    {
        if (result.Kind == FieldValueKind.Missing)
            return LeaveOut(step);
        if (step.HasLimits && step.Definition!.CheckLimits(result.Value(value, builder.Written)) is { } reason)
            return Refused(step, builder, before, reason, value);
        if (step.MustBeUnset && builder.Contains(step.Place))
            return step.Error(SetAlready);
        Use(step);
        if (!result.IsSlice)
            builder.Store(step.Place, builder.InWritten(result.Kind, result.Start, result.Length, step.IsPlain));
        else if (cell.Region == SlotRegion.Data)
            builder.Store(step.Place, EventBuilder.InLine(result.Kind, cell.Start + result.Start, result.Length, step.IsPlain || cell.IsPlain));
        else
            SetCopied(step, builder, result.Kind, value.Utf8.Slice(result.Start, result.Length));
        return null;
    }

    private RowError? Refused(PlanStep step, EventBuilder builder, int before, string reason, in FieldValue value)
    {
        if (step.WhenInvalid == InvalidValuePolicy.Fail)
            return step.Error(reason, value);
        builder.Written.Truncate(before);
        if (step.WhenInvalid == InvalidValuePolicy.LeaveOut)
            Use(step);
        return null;
    }

    // The row has nothing for the field.
    private RowError? LeaveOut(PlanStep step, bool leavesToRest = false)
    {
        Use(step, !leavesToRest);
        return step.IsRequired ? step.Error(Missing) : null;
    }

    private void Use(PlanStep step, bool used = true)
    {
        ulong bit = 1UL << step.UsedBit;
        ref ulong columns = ref _usedColumns[step.UsedBit / 64];
        columns = used ? columns | bit : columns & ~bit;
    }

    private static void Store(PlanStep step, in Row row, EventBuilder builder, Slot cell)
    {
        if (cell.Region == SlotRegion.Data)
            builder.Store(step.Place, cell);
        else
            SetCopied(step, builder, (FieldValueKind)cell.Kind, row.ValueOf(cell).Utf8);
    }

    private static void SetCopied(PlanStep step, EventBuilder builder, FieldValueKind kind, ReadOnlySpan<byte> bytes)
    {
        int start = builder.Written.Length;
        builder.Written.Append(bytes);
        builder.Store(step.Place, builder.InWritten(kind, start, bytes.Length, step.IsPlain));
    }
}
