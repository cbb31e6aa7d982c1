using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// Makes the events of one row's elements: the row's own event is made once; what the map says of the element is then added to a clone of
/// it, which shares its bytes.
/// </summary>
internal sealed class RowElementRun
{
    private static readonly RowOutcome NoObject = RowOutcome.Fail(null, "has an element that is not a JSON object");
    private static readonly RowOutcome ForeignObject = RowOutcome.Fail(null, "has an element with none of the members of this feed");

    private readonly RowMachine _machine;
    private readonly ElementPlan _plan;
    private readonly EventBuilder _builder;
    private readonly ElementFinder _finder;
    private readonly List<Slot> _elements = [];
    private readonly List<Slot> _refused = [];
    private readonly List<Event> _parts = [];
    private readonly RowElement _element;
    private readonly JsonCells? _members;
    private JsonCells? _objects;
    private RowCuts? _cuts;
    private bool _readsCut;
    private Event? _template;
    private int _next;

    public RowElementRun(ElementPlan plan, Schema schema, RowMachine machine)
    {
        _machine = machine;
        _plan = plan;
        _finder = new ElementFinder(plan);
        _builder = new EventBuilder(schema, plan.Plan.PlannedKeys);
        _element = new RowElement(plan.Members.Names.Count > 0 ? new RowCells(plan.Members, machine.Cells.Decoded) : null);
        if (_element.Members is not null)
            _members = new JsonCells(plan.Members, refusesUnknown: false, plan.Elements.Cells is [{ Name: { } list }, ..] ? $"{list}." : "");
    }

    /// <summary>The line of the row that is read.</summary>
    public long Number { get; private set; }

    /// <summary>Where the row begins.</summary>
    public long Offset { get; private set; }

    private bool MayCut => _objects is not null && _plan.AreListed;

    /// <summary>Says that rows are JSON objects, which may be cut to one element.</summary>
    /// <param name="objects">Reads objects.</param>
    public void AllowCuts(JsonCells objects) => _objects = objects;

    /// <summary>Says where the row stands that is read next.</summary>
    public void SetPlace(long number, long offset) => (Number, Offset) = (number, offset);

    /// <summary>Forgets what the last row has left.</summary>
    public void Forget()
    {
        _elements.Clear();
        _parts.Clear();
        _next = 0;
        if (!_readsCut)
            _cuts = null;
    }

    /// <summary>Finds a row's elements.</summary>
    /// <param name="row">The row.</param>
    /// <param name="decoded">Takes the elements.</param>
    /// <returns>That the row goes on; is skipped, where it has no elements; or is a failure.</returns>
    public RowOutcome Collect(Row row, Utf8Buffer decoded)
    {
        Forget();
        if (_finder.Find(row, decoded, _elements) is { } error)
            return RowOutcome.Fail(error);
        if (_elements.Count > RowElements.MaxRepeats && !MayCut)
            return RowOutcome.Fail(null, $"has {_elements.Count} elements ({_plan.Elements.Words}), more than the {RowElements.MaxRepeats} that it may have");
        return _elements.Count > 0 ? RowOutcome.Keep : RowOutcome.Skip;
    }

    /// <summary>Makes the events of the elements, for <see cref="TryNext"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cells">The row's cells; those that rules for elements read are moved to where the elements are.</param>
    /// <param name="template">What the map has made of the rest of the row.</param>
    public RowOutcome Run(Row row, RowCells cells, Event template)
    {
        _refused.Clear();
        bool tooMany = _elements.Count > RowElements.MaxRepeats;
        if (!tooMany && RunAll(row, cells.Slots, cells.Decoded) is { } error)
        {
            _parts.Clear();
            return RowOutcome.Fail(error);
        }

        if (tooMany || _refused.Count > 0)
            _cuts = new RowCuts(row, cells.Slots, tooMany ? _elements : _refused, _plan.Sources);
        if (tooMany && _cuts!.Repeated * (long)_elements.Count > RowElements.MaxRepeats * (long)row.Line.Length)
        {
            _cuts = null;
            return RowOutcome.Fail(null, $"has {_elements.Count} elements ({_plan.Elements.Words}), of which each would repeat too much of the line");
        }

        _template = template;
        return _parts.Count > 0 || _cuts is not null ? RowOutcome.Keep : RowOutcome.Skip;
    }

    /// <summary>What has become of the row's next element.</summary>
    /// <param name="outcome">The element's event; or what has become of a row that holds this element alone.</param>
    /// <param name="cut">That row.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryNext(out RowOutcome outcome, out byte[] cut)
    {
        cut = [];
        while (_next >= _parts.Count)
        {
            if (_cuts is null || !_cuts.TryNext(out cut))
            {
                _cuts = null;
                outcome = default;
                return false;
            }

            outcome = RunCut(cut);
            if (outcome.Error is not null)
                return true;
        }

        Event parts = _parts[_next++];
        Event message = _next == _parts.Count ? _template! : _template!.Clone();
        FieldEnumerator fields = parts.GetEnumerator();
        while (fields.MoveNext())
            message.CopyFrom(parts, fields.Key, fields.Slot);
        outcome = RowOutcome.Of(message);
        return true;
    }

    private RowOutcome RunCut(byte[] row)
    {
        _readsCut = true;
        try
        {
            RowOutcome outcome = _objects!.Read(row, _machine.Cells, _machine.Plan.KeepsOthers);
            return outcome.IsKept ? _machine.Run(row, row.Length) : outcome;
        }
        finally
        {
            _readsCut = false;
        }
    }

    private RowError? RunAll(Row row, Span<Slot> cells, Utf8Buffer decoded)
    {
        // The events of elements do not hold the line.
        foreach (int column in _plan.Columns)
        {
            if (column < cells.Length && cells[column] is { Region: SlotRegion.Data, Length: > 0 } cell)
                cells[column] = ElementFinder.Append(decoded, cell.Kind, row.Line.Slice(cell.Start, cell.Length));
        }

        foreach (Slot element in _elements)
        {
            _builder.Begin(0);
            RowOutcome outcome = RunOne(row, element);
            if (outcome.Error is { } error && !(MayCut && _elements.Count > 1))
                return error;
            if (outcome.Error is not null)
                _refused.Add(element);
            else if (outcome.IsKept)
                _parts.Add(_builder.Build([]));
        }

        return null;
    }

    private RowOutcome RunOne(Row row, Slot element)
    {
        _element.Value = element;
        try
        {
            RowOutcome outcome = ReadMembers(row.ValueOf(element));
            row = row.With(_element);
            if (outcome.IsKept)
                outcome = _plan.Plan.Ask(row);
            return outcome.IsKept ? _plan.Plan.Run(row, _builder) : outcome;
        }
#pragma warning disable CA1031 // A defect in a converter costs its element, not the row.
        catch (Exception exception)
        {
            return RowOutcome.Fail(_machine.Broken(exception));
        }
#pragma warning restore CA1031
    }

    // What the members are read to may stand where the element does, and grow.
    private RowOutcome ReadMembers(FieldValue element)
    {
        if (_members is null)
            return RowOutcome.Keep;
        // A row without elements may be an event all the same.
        RowOutcome outcome = element.IsMissing ? RowOutcome.Keep : NoObject;
        if (element.Kind == FieldValueKind.Json && element.Utf8[0] == (byte)'{')
            outcome = _members.Read(element.Utf8.ToArray(), _element.Members!, _plan.Plan.KeepsOthers);
        else
            _element.Members!.Clear();
        if (outcome == JsonCells.Foreign)
            outcome = ForeignObject;
        return _plan.NeedsObjects || (outcome != NoObject && outcome != ForeignObject) ? outcome : RowOutcome.Keep;
    }
}
