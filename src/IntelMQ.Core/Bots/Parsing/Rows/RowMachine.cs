using System.Text;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots;

/// <summary>
/// Runs a map over the rows of a report: the cells are filled, <see cref="Run"/> makes the event and <see cref="Take"/> what comes of it,
/// which <see cref="TryNext"/> hands out.
/// </summary>
internal sealed class RowMachine
{
    private readonly MappedParser _parser;
    private readonly ParserOptions _options;
    private readonly FieldMap _map;
    private readonly EventBuilder _builder;
    private readonly FieldKey? _raw;
    private readonly List<(FieldKey Key, byte[] Value)> _defaults = [];
    private readonly RowElementRun? _elements;
    private Report _report = new();
    private byte[] _replayPrefix = [];
    private ScopeBuilder? _scope;
    private List<(FieldKey Key, byte[] Value, FieldValueKind Kind)> _copied = [];
    private ParsedItem _item;
    private bool _hasItem;

    public RowMachine(MappedParser parser, ParserOptions options, FieldMap map, Schema schema, ColumnIndex columns)
    {
        _parser = parser;
        _options = options;
        _map = map;
        Plan = RowPlan.Compile(map, schema, columns);
        Cells = new RowCells(columns);
        _builder = new EventBuilder(schema, Plan.PlannedKeys);
        _elements = Plan.Elements is { } elements ? new RowElementRun(elements, schema, this) : null;
        _raw = schema.KeyOrNull(Fields.Raw);
        foreach ((string name, string text) in options.DefaultFields)
            _defaults.Add((schema.Key(name), Encoding.UTF8.GetBytes(text)));
    }

    public RowPlan Plan { get; }

    /// <summary>The cells of the row to run, to be set beforehand.</summary>
    public RowCells Cells { get; }

    /// <summary>Whether a row may become several events.</summary>
    public bool HasElements => _elements is not null;

    /// <summary>Whether the machine can serve another report with this map and these columns.</summary>
    public bool Fits(FieldMap map, Schema schema, ColumnIndex columns)
        => ReferenceEquals(map, _map) && ReferenceEquals(schema, _builder.Schema)
            && (ReferenceEquals(columns, Plan.Columns) || columns.Names.SequenceEqual(Plan.Columns.Names, StringComparer.Ordinal));

    /// <summary>Starts a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="rawPrefix">What stands in front of each line in <c>raw</c>, also in failures.</param>
    public void Begin(Report report, byte[] rawPrefix)
    {
        _report = report;
        _hasItem = false;
        _elements?.Forget();
        var scope = new ScopeBuilder(_builder.Schema);
        scope.AddReport(report);
        foreach (PlanStep constant in Plan.Constants)
        {
            if (constant.ReplacesReportField || !scope.Contains(constant.Key.Ordinal))
                scope.Set(constant.Key.Ordinal, constant.ConstantKind, constant.Constant);
        }

        _scope = scope;
        SetPrefixes(rawPrefix, rawPrefix);
        _copied = [];
        foreach (string name in _options.CopyCollectorProvidedFields)
            AddCopied(name);
    }

    /// <summary>Says that rows are JSON objects, which may be cut to one element.</summary>
    /// <param name="cells">Reads objects.</param>
    public void AllowCuts(JsonCells cells) => _elements?.AllowCuts(cells);

    /// <summary>Changes what stands in front of the lines that follow; costs as much as the prefix and the feed's fields are long.</summary>
    /// <param name="raw">What stands in front of each line in an event's <c>raw</c>.</param>
    /// <param name="replay">What stands in front of a failed line, so that it can be parsed again.</param>
    public void SetPrefixes(byte[] raw, byte[] replay)
    {
        SetReplayPrefix(replay);
        _builder.SetScope(_scope!.Build(raw));
    }

    /// <summary>Changes what stands in front of a failed line, so that it can be parsed again.</summary>
    public void SetReplayPrefix(byte[] replay) => _replayPrefix = replay;

    /// <summary>Runs the map over the cells.</summary>
    /// <param name="line">The line that the cells stand in.</param>
    /// <param name="rawLength">How many bytes of the line, from its start, are kept as <c>raw</c>.</param>
    public RowOutcome Run(ReadOnlySpan<byte> line, int rawLength)
    {
        try
        {
            return RunPlan(line, rawLength);
        }
#pragma warning disable CA1031 // A defect in a converter, a condition or a hook costs its row, not the report.
        catch (Exception exception)
        {
            return RowOutcome.Fail(Broken(exception));
        }
#pragma warning restore CA1031
    }

    /// <summary>Says that code of the parser has thrown.</summary>
    public RowError Broken(Exception exception)
        => new(null, null, $"made the parser {_parser.GetType().Name} break off: {exception.Message}") { Exception = exception };

    /// <summary>Makes of an outcome what <see cref="TryNext"/> hands out: an event, or a report with the line, which fails the same way when parsed.</summary>
    /// <param name="outcome">What has become of the row.</param>
    /// <param name="line">The row, as it is kept where it is a failure.</param>
    /// <param name="number">The row's line; may be 0 where it makes one event or none.</param>
    /// <param name="offset">Where the row begins.</param>
    public void Take(RowOutcome outcome, ReadOnlySpan<byte> line, long number, long offset)
    {
        _elements?.SetPlace(number, offset);
        if (outcome.Event is { } message)
        {
            _item = new ParsedItem(message);
            _hasItem = true;
        }
        else if (outcome.Error is { } error)
        {
            var details = new LineFailureDetails(number, offset, error.Field, Sentence(error)) { Exception = error.Exception, Value = error.Value };
            _item = LineFailure.Create(_report, _replayPrefix, line, _options.MaxLineSize, details);
            _hasItem = true;
        }
        else if (outcome.IsSkip)
        {
            _parser.PassOver();
        }
    }

    /// <summary>Hands out the next item of the row that was taken last.</summary>
    public bool TryNext(out ParsedItem item)
    {
        if (!_hasItem && (_elements is null || !TakeElement(_elements)))
        {
            item = default;
            return false;
        }

        item = _item;
        _hasItem = false;
        return true;
    }

    private bool TakeElement(RowElementRun elements)
    {
        while (!_hasItem && elements.TryNext(out RowOutcome outcome, out byte[] cut))
            Take(outcome, cut, elements.Number, elements.Offset);
        return _hasItem;
    }

    /// <summary>Whether a line is too long to be looked at.</summary>
    public RowError? CheckLength(ReadOnlySpan<byte> line)
        => line.Length > _options.MaxLineSize ? TooLong(line.Length, _options.MaxLineSize) : null;

    /// <summary>Says that a line is too long.</summary>
    public static RowError TooLong(int length, int maxLineSize) => new(null, null, $"has {length} bytes, more than max_line_size allows ({maxLineSize})");

    private RowOutcome RunPlan(ReadOnlySpan<byte> line, int rawLength)
    {
        var row = new Row(line, Cells);
        RowOutcome outcome = Plan.Ask(row);
        if (_elements is not null && outcome.IsKept)
            outcome = _elements.Collect(row, Cells.Decoded);
        if (!outcome.IsKept)
            return outcome;
        _builder.Begin(line.Length);
        outcome = Plan.Run(row, _builder);
        if (outcome.IsKept && _copied.Count + _defaults.Count > 0)
            outcome = AddDefaults(row);
        if (!outcome.IsKept)
            return outcome;
        if (_raw is not null && !_builder.Contains(_raw))
            _builder.SetRaw(_raw, 0, rawLength);
        Event message = _builder.Build(line);
        return _elements is null ? RowOutcome.Of(message) : _elements.Run(row, Cells, message);
    }

    private RowOutcome AddDefaults(Row row)
    {
        foreach ((FieldKey key, byte[] value, FieldValueKind kind) in _copied)
        {
            if (!_builder.Contains(key))
                _builder.SetCopy(key, FieldValue.Of(kind, value));
        }

        foreach ((FieldKey key, byte[] value) in _defaults)
        {
            if (!_builder.Contains(key) && new RowEvent(_builder, row).Set(key.Name, FieldValue.Text(value)) is { IsRefused: true } refused)
                return RowOutcome.FailIf(refused);
        }

        return RowOutcome.Keep;
    }

    private static string Sentence(RowError error)
    {
        string text = error.ToString();
        // A field's name begins as it is written.
        return error.Field is null ? $"{char.ToUpperInvariant(text[0])}{text.AsSpan(1)}." : $"{text}.";
    }

    private void AddCopied(string name)
    {
        if (!_builder.Schema.TryGetKey(name, out FieldKey? key))
            return;
        FieldValue value = _report[key];
        if (!value.IsMissing && name != "raw")
            _copied.Add((key, value.Utf8.ToArray(), value.Kind));
    }
}
