using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Generic;

/// <summary>What the parameters say of the columns, made ready: a map where rules can say it, otherwise run cell by cell.</summary>
internal sealed class GenericCsvColumns
{
    private readonly (GenericCsvTarget[] Targets, bool Required)[] _columns;
    private readonly List<ComposedField> _composed = [];
    private readonly byte[]? _filterText;
    private readonly bool _keepsHits;
    private readonly byte _separator;
    private readonly string? _type;

    /// <summary>Reads the parameters.</summary>
    /// <param name="options">The parameters.</param>
    /// <param name="clock">Gives <c>time_format</c> the year that a time lacks.</param>
    /// <param name="complaints">Takes what is wrong; then the result is of no use.</param>
    public GenericCsvColumns(GenericCsvParserOptions options, TimeProvider clock, ICollection<string> complaints)
    {
        _type = TypeOf(options.Type, complaints);
        _separator = options.Delimiter is [var separator] ? (byte)separator : (byte)',';
        if (options is { FilterText.Length: > 0, FilterType.Length: > 0 })
            _filterText = Encoding.UTF8.GetBytes(options.FilterText);
        _keepsHits = options.FilterType == "whitelist";
        if (!TimeFormat.TryCreate(options.TimeFormat, clock, out TimeFormat? time, out string? error))
            complaints.Add($"time_format is '{options.TimeFormat}': {error}.");
        var patterns = new Dictionary<string, PythonPattern>(StringComparer.Ordinal);
        foreach ((string field, string pattern) in options.ColumnRegexSearch)
        {
            if (PythonPattern.TryCompile(pattern, default, out PythonPattern? compiled, out error))
                patterns[field] = compiled;
            else
                complaints.Add($"column_regex_search for {field} is no pattern: {error.TrimEnd('.')}.");
        }

        foreach ((string field, string format) in options.ComposeFields)
        {
            if (ComposedField.TryParse(field, format, out ComposedField? composed, out error))
                _composed.Add(composed);
            else
                complaints.Add($"compose_fields for {field} {error}.");
        }

        byte[] protocol = Encoding.UTF8.GetBytes(options.DefaultUrlProtocol ?? "");
        GenericCsvTarget Target(string name) => new(name)
        {
            Pattern = patterns.GetValueOrDefault(name),
            IsJson = options.DataType.ContainsKey(name),
            Time = time ?? TimeFormat.Fuzzy,
            UrlProtocol = protocol,
            Translation = name == "classification.type" && options.TypeTranslation.Count > 0 ? options.TypeTranslation : null,
            NeedsTranslation = _type is null,
        };
        _columns = [.. options.Columns.Select((column, i) => (column.Split('|').Select(Target).ToArray(), options.ColumnsRequired?.ElementAtOrDefault(i) ?? true))];
    }

    /// <summary>The map: of rules, or of code, where rules cannot say it all.</summary>
    public FieldMap MapFor(Schema schema)
        => RulesFor(schema) ?? [Rules.Complete(Run, "the parameters compose fields, look for texts, or name several fields for a column")];

    private FieldMap? RulesFor(Schema schema)
    {
        if (_composed.Count > 0 || _filterText is not null)
            return null;
        var rules = new List<MapRule>();
        for (int i = 0; i < _columns.Length; i++)
        {
            (GenericCsvTarget[] targets, bool required) = _columns[i];
            if (targets is not [{ IsPlain: true } target])
                return null;
            if (target.IsIgnored)
                continue;
            if (!schema.TryGetKey(target.Name, out FieldKey? key))
                return null;
            rules.Add(target.ToRule(i, key.Definition?.Type, required));
        }

        if (_type is not null)
            rules.Add(Rules.Constant(Fields.Classification.Type, _type));
        return [.. rules];
    }

    /// <summary>Makes an event of a row, cell by cell.</summary>
    private RowOutcome Run(RowEvent row)
    {
        if (_filterText is not null && IsHit(row.Row) != _keepsHits)
            return RowOutcome.Skip;
        int count = Math.Min(_columns.Length, row.Row.Count);
        for (int i = 0; i < count; i++)
        {
            RowOutcome outcome = RunColumn(_columns[i].Targets, _columns[i].Required, row.Row[i], row);
            if (outcome.Error is not null)
                return outcome;
        }

        foreach (ComposedField field in _composed)
        {
            RowOutcome outcome = Compose(field, row);
            if (outcome.Error is not null)
                return outcome;
        }

        if (_type is not null && row.Get(Fields.Classification.Type).IsMissing)
            row.Set(Fields.Classification.Type, _type);
        return RowOutcome.Keep;
    }

    private static RowOutcome RunColumn(GenericCsvTarget[] targets, bool required, FieldValue cell, RowEvent row)
    {
        if (cell.Utf8.IsEmpty)
            return RowOutcome.Keep;
        RowOutcome refused = RowOutcome.Keep;
        foreach (GenericCsvTarget target in targets)
        {
            switch (target.Try(cell, row, out string reason))
            {
                case TargetOutcome.Done:
                    return RowOutcome.Keep;
                case TargetOutcome.Failed:
                    return RowOutcome.Fail(target.Name, reason);
                default:
                    refused = RowOutcome.Fail(target.Name, reason);
                    break;
            }
        }

        return required ? refused : RowOutcome.Keep;
    }

    private static RowOutcome Compose(ComposedField field, RowEvent row)
    {
        var text = new Utf8Buffer();
        if (!field.TryCompose(row.Row, text))
            return RowOutcome.Fail(field.Field, "is composed of more cells than the line has");
        return GenericCsvTarget.Store(field.Field, FieldValue.Text(text.WrittenSpan), row, out string reason) == TargetOutcome.Done
            ? RowOutcome.Keep
            : RowOutcome.Fail(field.Field, reason);
    }

    private bool IsHit(Row row)
    {
        var joined = new Utf8Buffer(row.Line.Length + 1);
        for (int i = 0; i < row.Count; i++)
        {
            if (i > 0)
                joined.Append(_separator);
            joined.Append(row[i].Utf8);
        }

        return joined.WrittenSpan.IndexOf(_filterText) >= 0;
    }

    private static string? TypeOf(string? text, ICollection<string> complaints)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        FieldValue value = FieldValue.Text(Encoding.UTF8.GetBytes(text));
        var buffer = new Utf8Buffer();
        Harmonized type = HarmonizationTypes.ClassificationType.Convert(value, buffer);
        if (!type.IsValid)
            complaints.Add($"type is '{text}', which is no classification type.");
        return type.IsValid ? type.Value(value, buffer).ToString() : null;
    }
}
