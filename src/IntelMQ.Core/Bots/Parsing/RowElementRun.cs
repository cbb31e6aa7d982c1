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
    private bool _mayCut;
    private RowCuts? _cuts;
    private Event? _template;
    private int _next;

    public RowElementRun(ElementPlan plan, Schema schema, RowMachine machine)
    {
        _machine = machine;
        _plan = plan;
        _builder = new EventBuilder(schema, plan.Plan.PlannedKeys);
    }

    public void AllowCuts() => _mayCut = _plan.AreListed;

    /// <summary>Finds a row's elements; conditions for rows are asked first.</summary>
    /// <param name="row">The row.</param>
    /// <param name="plan">The map for the rest of the row.</param>
    /// <param name="decoded">Takes the elements.</param>
    /// <param name="error">Why the row is a failure.</param>
    /// <returns>Whether there are elements; where not and there is no error, the row makes no event.</returns>
    public bool Collect(Row row, RowPlan plan, Utf8Buffer decoded, out RowError? error)
    {
        _elements.Clear();
        _parts.Clear();
        _next = 0;
        error = plan.Refuse(row) ?? Collect(row, decoded);
        if (ReferenceEquals(error, RowPlan.PassedOver))
        {
            error = null;
            return false;
        }

        if (error is null && _elements.Count > RowElements.MaxRepeats && !_mayCut)
            error = new RowError(null, null, $"has {_elements.Count} elements ({_plan.Elements.Words}), more than the {RowElements.MaxRepeats} that it may have");
        return error is null && _elements.Count > 0;
    }

    /// <summary>Makes the events of the elements.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cells">The row's cells; those that rules for elements read are moved to where the elements are.</param>
    /// <param name="template">What the map has made of the rest of the row.</param>
    /// <param name="item">The first event.</param>
    /// <param name="error">Why the row is a failure.</param>
    /// <returns>Whether there is an event; where not and there is no error, the row makes none, or is cut.</returns>
    public bool Run(Row row, RowCells cells, Event template, out ParsedItem item, out RowError? error)
    {
        item = default;
        error = null;
        _refused.Clear();
        bool tooMany = _elements.Count > RowElements.MaxRepeats;
        if (!tooMany)
            error = RunAll(row, cells.Slots, cells.Decoded);
        if (error is not null)
            _parts.Clear();
        if (tooMany || _refused.Count > 0)
            _cuts = new RowCuts(row, cells.Slots, tooMany ? _elements : _refused, _plan.Sources);
        _template = template;
        return TryNext(out item);
    }

    public bool TryNext(out ParsedItem item)
    {
        item = default;
        if (_next >= _parts.Count)
            return false;
        Event parts = _parts[_next++];
        Event message = _next == _parts.Count ? _template! : _template!.Clone();
        FieldEnumerator fields = parts.GetEnumerator();
        while (fields.MoveNext())
            message.CopyFrom(parts, fields.Key, fields.Slot);
        item = new ParsedItem(message);
        return true;
    }

    public RowCuts? TakeCuts()
    {
        RowCuts? cuts = _cuts;
        _cuts = null;
        return cuts;
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
            RowError? error = RunOne(row, element);
            if (ReferenceEquals(error, RowPlan.PassedOver))
                continue;
            if (error is not null && !(_mayCut && _elements.Count > 1))
                return error;
            if (error is not null)
                _refused.Add(element);
            else
                _parts.Add(_builder.Build([]));
        }

        return null;
    }

    private RowError? RunOne(Row row, Slot element)
    {
        try
        {
            return _plan.Plan.Run(row.With(element), _builder);
        }
#pragma warning disable CA1031 // A defect in a converter costs its element, not the row.
        catch (Exception exception)
        {
            return _machine.Broken(exception);
        }
#pragma warning restore CA1031
    }

    private RowError? Collect(Row row, Utf8Buffer decoded)
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
        var reader = new Utf8JsonReader(list, JsonMappedParser.ReaderOptions);
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
