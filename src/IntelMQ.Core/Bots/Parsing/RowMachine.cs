using System.Text;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// Runs a map over the rows of a report: fills the cells, runs the plan and the hook, adds default fields and raw, and makes the event
/// or the failure.
/// </summary>
internal sealed class RowMachine
{
    private readonly MappedParser _parser;
    private readonly ParserOptions _options;
    private readonly FieldMap _map;
    private readonly EventBuilder _builder;
    private readonly FieldKey? _raw;
    private readonly List<(FieldKey Key, byte[] Value)> _defaults = [];
    private readonly bool _hasHook;
    private readonly RowElementRun? _elements;
    private Report _report = new();
    private byte[] _replayPrefix = [];
    private ScopeBuilder? _scope;
    private List<(FieldKey Key, byte[] Value, FieldValueKind Kind)> _copied = [];

    public RowMachine(MappedParser parser, ParserOptions options, FieldMap map, Schema schema, ColumnIndex columns)
    {
        _parser = parser;
        _options = options;
        _map = map;
        _hasHook = parser.HasHook;
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
        var scope = new ScopeBuilder(_builder.Schema);
        scope.AddReport(report);
        foreach (PlanStep constant in Plan.Constants)
        {
            if (constant.Rule.ReplacesReportField || !scope.Contains(constant.Key.Ordinal))
                scope.Set(constant.Key.Ordinal, constant.ConstantKind, constant.Constant);
        }

        _scope = scope;
        SetPrefixes(rawPrefix, rawPrefix);
        _copied = [];
        foreach (string name in _options.CopyCollectorProvidedFields)
            AddCopied(name);
    }

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

    /// <summary>Makes an event or a failure of the cells.</summary>
    /// <param name="line">The line that the cells stand in.</param>
    /// <param name="rawLength">How many bytes of the line, from its start, are kept as <c>raw</c>.</param>
    /// <param name="item">What came of it.</param>
    /// <param name="error">Why the row is a failure, for <see cref="Fail"/>.</param>
    /// <returns>Whether the row makes an event; where not and there is no error, the row is passed over.</returns>
    public bool TryRun(ReadOnlySpan<byte> line, int rawLength, out ParsedItem item, out RowError? error)
    {
        try
        {
            return TryRunPlan(line, rawLength, out item, out error);
        }
#pragma warning disable CA1031 // A defect in a converter, a condition or a hook costs its row, not the report.
        catch (Exception exception)
        {
            item = default;
            error = Broken(exception);
            return false;
        }
#pragma warning restore CA1031
    }

    /// <summary>Says that code of the parser has thrown.</summary>
    public RowError Broken(Exception exception)
        => new(null, null, $"made the parser {_parser.GetType().Name} break off: {exception.Message}") { Exception = exception };

    private bool TryRunPlan(ReadOnlySpan<byte> line, int rawLength, out ParsedItem item, out RowError? error)
    {
        item = default;
        _builder.Begin(line.Length);
        var row = new Row(line, Cells);
        if (_elements is not null && !_elements.Collect(row, Plan, Cells.Decoded, out error))
            return false;
        error = Plan.Run(row, _builder);
        if (error is not null)
        {
            if (ReferenceEquals(error, RowPlan.PassedOver))
                error = null;
            return false;
        }

        if (_hasHook)
        {
            RowVerdict verdict = _parser.RunHook(new RowEvent(_builder, row));
            error = verdict.Error;
            if (verdict.IsSkip || error is not null)
                return false;
        }

        foreach ((FieldKey key, byte[] value, FieldValueKind kind) in _copied)
        {
            if (!_builder.Contains(key))
                _builder.SetCopy(key, FieldValue.Of(kind, value));
        }

        foreach ((FieldKey key, byte[] value) in _defaults)
        {
            if (!_builder.Contains(key) && new RowEvent(_builder, row).Set(key.Name, FieldValue.Text(value)) is { IsRefused: true } refused)
                error = new RowError(key.Name, null, refused.Reason!);
        }

        if (error is not null)
            return false;
        if (_raw is not null && !_builder.Contains(_raw))
            _builder.SetRaw(_raw, 0, rawLength);
        Event message = _builder.Build(line);
        if (_elements is not null)
            return _elements.Run(row, Cells, message, out item, out error);
        item = new ParsedItem(message);
        return true;
    }

    /// <summary>Whether a row may become several events.</summary>
    public bool HasElements => _elements is not null;

    /// <summary>The next event of the row that <see cref="TryRun"/> has read, where a row becomes several.</summary>
    public bool TryNext(out ParsedItem item)
    {
        item = default;
        return _elements is not null && _elements.TryNext(out item);
    }

    /// <summary>
    /// The rows to be read for those elements of the row that <see cref="TryRun"/> has read that have made no event: one for each. Null where
    /// there are none, as mostly.
    /// </summary>
    public RowCuts? TakeCuts() => _elements?.TakeCuts();

    /// <summary>Says that rows are JSON objects, which may be cut to one element.</summary>
    public void AllowCuts() => _elements?.AllowCuts();

    /// <summary>Makes the failure of a line: a report with the header and the line, which fails the same way when parsed.</summary>
    public ParsedItem Fail(ReadOnlySpan<byte> line, long lineNumber, long offset, RowError error)
        => LineFailure.Create(_report, _replayPrefix, line, _options.MaxLineSize, new LineFailureDetails(lineNumber, offset, error.Field, Sentence(error)) { Exception = error.Exception });

    /// <summary>Whether a line is too long to be looked at.</summary>
    public RowError? CheckLength(ReadOnlySpan<byte> line)
        => line.Length > _options.MaxLineSize ? TooLong(line.Length, _options.MaxLineSize) : null;

    /// <summary>Says that a line is too long.</summary>
    public static RowError TooLong(int length, int maxLineSize) => new(null, null, $"has {length} bytes, more than max_line_size allows ({maxLineSize})");

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
