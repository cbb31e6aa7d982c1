using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>Hands the objects of a JSON array, or a lone object, to machines as rows of a table.</summary>
internal sealed class JsonRows
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly Func<ColumnIndex, RowMachine> _machineFor;
    private readonly Report _report;
    private readonly Utf8Buffer _cell = new();
    private readonly bool _isArray;
    private ColumnIndex _columns = ColumnIndex.None;
    private RowMachine? _machine;
    private LineCounter _lines;
    private int _at;

    /// <summary>Begins a report.</summary>
    /// <param name="text">The report's text, which is JSON.</param>
    /// <param name="machineFor">Finds the machine for a table's columns.</param>
    /// <param name="report">The report.</param>
    public JsonRows(ReadOnlyMemory<byte> text, Func<ColumnIndex, RowMachine> machineFor, Report report)
    {
        _text = text;
        _machineFor = machineFor;
        _report = report;
        _lines = new LineCounter(text);
        _at = JsonParser.SkipBlanks(text.Span, 0);
        _isArray = text.Span[_at] == (byte)'[';
        if (!_isArray && text.Span[_at] != (byte)'{')
            throw new InvalidReportException("The report is neither a JSON array nor a JSON object.");
        if (_isArray)
            _at = JsonParser.SkipBlanks(text.Span, _at + 1);
    }

    /// <summary>Reads the next element.</summary>
    /// <returns>Whether there was one.</returns>
    public bool MoveNext()
    {
        ReadOnlySpan<byte> text = _text.Span;
        if (_at >= text.Length || text[_at] == (byte)']')
            return false;
        int start = _at;
        int end = EndOf(text, start);
        ReadOnlySpan<byte> element = text[start..end];
        _at = _isArray ? JsonParser.SkipBlanks(text, end) : text.Length;
        if (JsonReport.IsNothing(element))
            return true;
        bool isObject = element[0] == (byte)'{';
        RowError? error = isObject ? Fill(element) : new RowError(null, null, JsonMappedParser.NotAnObject);
        RowMachine machine = Use(_columns);
        error = machine.CheckLength(element) ?? error ?? (machine.Plan.Errors is [var first, ..] ? first : null);
        RowOutcome outcome = error is null ? machine.Run(element, element.Length) : RowOutcome.Fail(error);

        // An array that failed as an element would be a report of several elements by itself.
        ReadOnlySpan<byte> kept = isObject ? element : (byte[])[(byte)'[', .. element, (byte)']'];
        machine.Take(outcome, kept, machine.HasElements || outcome.Error is not null ? _lines.At(start) : 0, start);
        return true;
    }

    /// <summary>Hands out the next item of the element that was read last.</summary>
    public bool TryNext(out ParsedItem item)
    {
        item = default;
        return _machine is not null && _machine.TryNext(out item);
    }

    private static int EndOf(ReadOnlySpan<byte> text, int start)
    {
        if (text[start] != (byte)'{')
            return JsonParser.EndOf(text, start);
        var reader = new Utf8JsonReader(text[start..], JsonReport.ReaderOptions);
        reader.Read();
        reader.Skip();
        return start + (int)reader.BytesConsumed;
    }

    private RowMachine Use(ColumnIndex columns)
    {
        RowMachine machine = _machineFor(columns);
        if (!ReferenceEquals(machine, _machine))
            machine.Begin(_report, []);
        return _machine = machine;
    }

    private RowError? Fill(ReadOnlySpan<byte> element)
    {
        try
        {
            if (!HasColumns(element))
                _columns = ColumnsOf(element);
            return FillCells(element, Use(_columns));
        }
        catch (InvalidOperationException)
        {
            // The reader's only word for a lone surrogate.
            return new RowError(null, null, "holds text that is not Unicode");
        }
    }

    private bool HasColumns(ReadOnlySpan<byte> element)
    {
        var reader = new Utf8JsonReader(element, JsonReport.ReaderOptions);
        reader.Read();
        int count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (count >= _columns.Names.Count || !reader.ValueTextEquals(_columns.Names[count++]))
                return false;
            reader.Read();
            reader.Skip();
        }

        return count == _columns.Names.Count;
    }

    private static ColumnIndex ColumnsOf(ReadOnlySpan<byte> element)
    {
        var names = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(element, JsonReport.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            names[reader.GetString()!] = true;
            reader.Read();
            reader.Skip();
        }

        return new ColumnIndex([.. names.Keys]);
    }

    private RowError? FillCells(ReadOnlySpan<byte> element, RowMachine machine)
    {
        machine.Cells.Clear();
        machine.Cells.Reserve(_columns.Names.Count);
        var reader = new Utf8JsonReader(element, JsonReport.ReaderOptions);
        reader.Read();
        int next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int position = next++;
            // Of members with one name the last one counts.
            if (position >= _columns.Names.Count || !reader.ValueTextEquals(_columns.Names[position]))
                _columns.TryFind(reader.GetString()!, out position);
            reader.Read();
            _cell.Clear();
            bool isCopy = reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped;
            if (!WireJson.TryReadValue(ref reader, element, _cell, out FieldValue value))
                return new RowError(null, _columns.Names[position], "holds text that is not Unicode");
            if (value.Kind == FieldValueKind.Null)
                machine.Cells.Set(position, FieldValueKind.Text, element, [], plain: true);
            else if (isCopy)
                machine.Cells.SetDecoded(position, FieldValueKind.Text, value.Utf8);
            else
                machine.Cells.Set(position, FieldValueKind.Text, element, value.Utf8, plain: value.Kind != FieldValueKind.Json);
        }

        return null;
    }
}
