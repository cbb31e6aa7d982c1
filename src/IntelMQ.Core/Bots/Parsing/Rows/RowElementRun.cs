using System.Text;
using System.Text.Json;
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
    private readonly RowMachine _machine;
    private readonly ElementPlan _plan;
    private readonly EventBuilder _builder;
    private readonly Utf8Buffer _text = new();
    private readonly List<Slot> _elements = [];
    private readonly List<Slot> _refused = [];
    private readonly List<Event> _parts = [];
    private JsonCells? _objects;
    private RowCuts? _cuts;
    private bool _readsCut;
    private Event? _template;
    private int _next;

    public RowElementRun(ElementPlan plan, Schema schema, RowMachine machine)
    {
        _machine = machine;
        _plan = plan;
        _builder = new EventBuilder(schema, plan.Plan.PlannedKeys);
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
        if (CollectAll(row, decoded) is { } error)
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
            RowOutcome outcome = _objects!.Read(row, _machine);
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
                cells[column] = Append(decoded, cell.Kind, row.Line.Slice(cell.Start, cell.Length));
        }

        foreach (Slot element in _elements)
        {
            _builder.Begin(0);
            RowOutcome outcome = RunOne(row.With(element));
            if (outcome.Error is { } error && !(MayCut && _elements.Count > 1))
                return error;
            if (outcome.Error is not null)
                _refused.Add(element);
            else if (outcome.IsKept)
                _parts.Add(_builder.Build([]));
        }

        return null;
    }

    private RowOutcome RunOne(Row row)
    {
        try
        {
            RowOutcome outcome = _plan.Plan.Ask(row);
            return outcome.IsKept ? _plan.Plan.Run(row, _builder) : outcome;
        }
#pragma warning disable CA1031 // A defect in a converter costs its element, not the row.
        catch (Exception exception)
        {
            return RowOutcome.Fail(_machine.Broken(exception));
        }
#pragma warning restore CA1031
    }

    private RowError? CollectAll(Row row, Utf8Buffer decoded)
    {
        foreach (string text in _plan.Elements.Texts)
            _elements.Add(Append(decoded, SlotKind.Text, Encoding.UTF8.GetBytes(text)));
        foreach (int source in _plan.Sources)
        {
            FieldValue value = row[source];
            if (_plan.AreListed)
            {
                if (!TryAddList(value, decoded))
                    return new RowError(null, row.Columns[source], "holds text that is not Unicode");
            }
            else
            {
                AddParts(value.ToString(), decoded);
            }
        }

        if (_plan.Elements.AreDistinct)
            MakeDistinct(row);
        if (_elements.Count == 0 && _plan.Elements.MayBeNone)
            _elements.Add(default);
        return null;
    }

    // A copy, since the buffer that takes the parts may hold the text.
    private void AddParts(string text, Utf8Buffer decoded)
    {
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (true)
        {
            int end = rest.IndexOf(_plan.Separator);
            ReadOnlySpan<byte> part = end < 0 ? rest : rest[..end];
            Add(FieldValue.Text(_plan.Elements.TrimsElements ? Utf8Text.Trim(part) : part), decoded);
            if (end < 0)
                return;
            rest = rest[(end + _plan.Separator.Length)..];
        }
    }

    // What is no list stands for itself.
    private bool TryAddList(FieldValue value, Utf8Buffer decoded)
    {
        if (value.Kind != FieldValueKind.Json || value.Utf8[0] != (byte)'[')
        {
            Add(FieldValue.Of(value.Kind, value.Utf8.ToArray()), decoded);
            return true;
        }

        byte[] list = value.Utf8.ToArray();
        var reader = new Utf8JsonReader(list, JsonReport.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _text.Clear();
            if (!WireJson.TryReadValue(ref reader, list, _text, out FieldValue element))
                return false;
            Add(element, decoded);
        }

        return true;
    }

    private void Add(FieldValue value, Utf8Buffer decoded)
    {
        if (value.IsIgnored || !IsKnown(value.Utf8))
            return;
        _elements.Add(Append(decoded, (SlotKind)value.Kind, value.Utf8));
    }

    private bool IsKnown(ReadOnlySpan<byte> text)
    {
        if (_plan.Known is null)
            return true;
        foreach (byte[] known in _plan.Known)
        {
            if (text.SequenceEqual(known))
                return true;
        }

        return false;
    }

    private void MakeDistinct(Row row)
    {
        var different = new SortedDictionary<string, Slot>(StringComparer.Ordinal);
        foreach (Slot element in _elements)
            different.TryAdd(row.ValueOf(element).ToString(), element);
        _elements.Clear();
        _elements.AddRange(different.Values);
    }

    private static Slot Append(Utf8Buffer decoded, SlotKind kind, ReadOnlySpan<byte> value)
    {
        int start = decoded.Length;
        decoded.Append(value);
        return new Slot(kind, SlotRegion.Tail, start, value.Length, plain: false);
    }
}
