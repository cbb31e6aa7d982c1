using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>What a rule of a map takes its value from.</summary>
public enum FieldRuleKind
{
    /// <summary>A value that is the same for every row.</summary>
    Constant,

    /// <summary>A cell.</summary>
    Column,

    /// <summary>Every cell that no other rule has used, each below <c>extra.</c> under its column's name.</summary>
    Rest,

    /// <summary>No value: rows for which the condition holds make no event. Asked before any value is converted.</summary>
    Skip,

    /// <summary>No value: rows for which the condition holds are failures. Asked before any value is converted.</summary>
    Refuse,

    /// <summary>No value: rows that leave all of the fields unset are failures.</summary>
    NeedOneOf,

    /// <summary>No value: a row becomes an event for each element of a list.</summary>
    Each,

    /// <summary>No value: rows may have fewer or more cells than the header.</summary>
    Ragged,
}

/// <summary>What happens to a row whose value a field refuses.</summary>
public enum InvalidValuePolicy
{
    /// <summary>The row is a failure.</summary>
    Fail,

    /// <summary>The field is left out.</summary>
    LeaveOut,

    /// <summary>The cell is left for the rule <see cref="FieldRuleKind.Rest"/>; a converter that refuses it still makes a failure.</summary>
    LeaveToRest,
}

/// <summary>What happens where an earlier rule, or the report, has set the field already.</summary>
public enum OccupiedFieldPolicy
{
    /// <summary>The rule is passed over: the first value counts.</summary>
    KeepFirst,

    /// <summary>The rule's value, if it gives one, takes the other's place.</summary>
    Replace,

    /// <summary>The row is a failure, if the rule gives a value.</summary>
    Fail,
}

/// <summary>One row of a map: which field takes its value from where. Immutable; the methods give changed copies.</summary>
public sealed record FieldRule
{
    internal FieldRule()
    {
    }

    /// <summary>What the value is taken from.</summary>
    public required FieldRuleKind Kind { get; init; }

    /// <summary>The field's full name; empty for <see cref="FieldRuleKind.Rest"/>.</summary>
    public required string FieldName { get; init; }

    /// <summary>The column's name; <see langword="null"/> where columns are counted.</summary>
    public string? ColumnName { get; init; }

    /// <summary>The column's position, counted from 0; -1 where columns have names.</summary>
    public int ColumnPosition { get; init; } = -1;

    /// <summary>The constant's text.</summary>
    public string? ConstantText { get; init; }

    /// <summary>Which rows the rule counts for; <see langword="null"/> for all of them.</summary>
    public RowCondition? Condition { get; init; }

    /// <summary>The field that, where an earlier rule has set it, makes the rule not count; <see langword="null"/> for none.</summary>
    public string? UnlessSetField { get; init; }

    /// <summary>What the lines above the row have said, for rules that take their value from there; see <see cref="NotedValue"/>.</summary>
    public string? NoteWords { get; init; }

    /// <summary>Why a row is a failure, as the end of a sentence that begins with the column at fault, or with "the line".</summary>
    public string? Reason { get; init; }

    /// <summary>The fields of which a row must set one; for <see cref="FieldRuleKind.NeedOneOf"/> only.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>What a row becomes an event for each of; for <see cref="FieldRuleKind.Each"/> only.</summary>
    public RowElements? Elements { get; init; }

    /// <summary>Whether a constant takes the place of what the report says of its feed; otherwise the report's own word counts.</summary>
    public bool ReplacesReportField { get; init; }

    /// <summary>What happens to a row whose value the field refuses.</summary>
    public InvalidValuePolicy WhenInvalid { get; init; }

    /// <summary>What happens where the field has been set already.</summary>
    public OccupiedFieldPolicy WhenSet { get; init; }

    /// <summary>Whether a row without a value is a failure.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether a row without the cell is a failure, though the cell may be empty or null.</summary>
    public bool IsCellRequired { get; init; }

    /// <summary>Whether a report whose header lacks the column has only failures.</summary>
    public bool IsColumnRequired { get; init; }

    /// <summary>Whether texts that mean "nothing" are stored all the same; below <c>extra.</c> only.</summary>
    public bool KeepsEmpty { get; init; }

    /// <summary>Whether a cell that a converter makes nothing of is left for <see cref="FieldRuleKind.Rest"/>, also where another rule has used it.</summary>
    public bool LeavesNoneToRest { get; init; }

    /// <summary>For people: what the converter does.</summary>
    public string? ConverterName { get; init; }

    /// <summary>For people: the table that the converter looks cells up in, if it does.</summary>
    public IReadOnlyDictionary<string, string>? Table { get; init; }

    /// <summary>The columns that the rule speaks of by name.</summary>
    internal IEnumerable<string> ColumnNames
        => new[] { ColumnName }.Concat((Condition?.Cells ?? []).Concat(Elements?.Cells ?? []).Select(static cell => cell.Name)).OfType<string>();

    /// <summary>The fields that the rule speaks of.</summary>
    internal IEnumerable<string> FieldNames => new[] { FieldName, UnlessSetField }.Concat(OneOf).OfType<string>().Where(static name => name.Length > 0);

    internal FieldValueKind ConstantKind { get; init; } = FieldValueKind.Text;

    /// <summary>How the cell is converted, where that takes no other cell: calls that hand on no row are cheaper.</summary>
    internal FieldConverter? Converter { get; init; }

    /// <summary>How the cell is converted, where that takes other cells.</summary>
    internal RowConverter? RowConverter { get; init; }
    internal bool HasConverter => Converter is not null || RowConverter is not null;

    /// <summary>Whether the rule gives another value for each element of a row.</summary>
    internal bool UsesElement => ColumnPosition == Row.ElementPosition || Condition?.UsesElement == true;

    /// <summary>Cells that stand for nothing, looked at before the converter.</summary>
    internal byte[][]? NothingTexts { get; init; }

    /// <summary>Whether the converter has called the field's type itself, so that the type need not see what it gives.</summary>
    public bool ConverterHarmonizes { get; init; }

    /// <summary>Whether the converter gives texts back that are valid for the field as they stand, so that it need not see them.</summary>
    public bool ConverterKeepsValid { get; init; }

    /// <summary>A value that the field refuses leaves the field out; without this, it fails the row.</summary>
    public FieldRule Optional() => this with { WhenInvalid = InvalidValuePolicy.LeaveOut };

    /// <summary>A row without a value fails.</summary>
    public FieldRule Required() => this with { IsRequired = true };

    /// <summary>A row that lacks the cell fails; one whose cell is empty or null goes without the field.</summary>
    public FieldRule RequiresCell() => this with { IsCellRequired = true };

    /// <summary>The rule counts only for rows for which a condition holds; to others it is as if it were not there.</summary>
    public FieldRule Where(RowCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return this with { Condition = Condition?.And(condition) ?? condition };
    }

    /// <summary>The rule counts only where no earlier rule has set another field.</summary>
    public FieldRule UnlessSet(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return this with { UnlessSetField = field.Name };
    }

    /// <summary>Why a row is a failure, for rules that say which rows are; see <see cref="Reason"/>.</summary>
    public FieldRule Because(string reason) => this with { Reason = reason };

    /// <summary>Makes the cell a value of a type, for fields that have none of their own: those below <c>extra.</c></summary>
    /// <param name="type">What cleans the cell; what it refuses fails the row, also where the cell is empty.</param>
    public FieldRule With(HarmonizationType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return With((value, buffer) => type.Convert(value, buffer), $"as {type.Name}");
    }

    /// <summary>Converts the cell before the field's type sees it.</summary>
    /// <param name="converter">Must not throw.</param>
    /// <param name="name">For people: what it does, in a few words.</param>
    public FieldRule With(FieldConverter converter, string name)
    {
        ArgumentNullException.ThrowIfNull(converter);
        return this with { Converter = converter, RowConverter = null, ConverterName = name, ConverterHarmonizes = false, ConverterKeepsValid = false };
    }

    /// <summary>Converts the cell, with the rest of the row at hand, before the field's type sees it.</summary>
    /// <param name="converter">Must not throw.</param>
    /// <param name="name">For people: what it does, in a few words.</param>
    public FieldRule With(RowConverter converter, string name)
    {
        ArgumentNullException.ThrowIfNull(converter);
        return this with { RowConverter = converter, Converter = null, ConverterName = name, ConverterHarmonizes = false, ConverterKeepsValid = false };
    }

    /// <summary>Reads the cell as a time in the format given.</summary>
    public FieldRule With(TimeFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return With((value, buffer) => format.Convert(value.Utf8, buffer), format.ToString()) with { ConverterHarmonizes = true };
    }

    /// <summary>Removes a text from the front of cells that begin with it.</summary>
    public FieldRule WithoutPrefix(string prefix)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(prefix);
        return With(
            (value, _) => value.Utf8.StartsWith(bytes)
                ? Harmonized.Slice(value.Kind, bytes.Length, value.Utf8.Length - bytes.Length)
                : Harmonized.Slice(value.Kind, 0, value.Utf8.Length),
            $"without \"{prefix}\" in front");
    }

    /// <summary>Takes only cells that are not one of these texts.</summary>
    public FieldRule Unless(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return this with
        {
            NothingTexts = [.. NothingTexts ?? [], .. texts.Select(System.Text.Encoding.UTF8.GetBytes)],
            ConverterName = $"{(ConverterName is null ? "" : ConverterName + "; ")}unless {string.Join(", ", texts.Select(static text => $"\"{text}\""))}",
        };
    }

    /// <summary>Adds a text behind every cell, such as a zone behind a time.</summary>
    public FieldRule WithSuffix(string suffix)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(suffix);
        return With(
            (value, buffer) =>
            {
                int start = buffer.Length;
                buffer.Append(value.Utf8);
                buffer.Append(bytes);
                return Harmonized.Written(FieldValueKind.Text, buffer, start);
            },
            $"with \"{suffix}\" behind");
    }

    /// <summary>Translates cells by a table; what is not in the table stays as it is.</summary>
    public FieldRule Translate(IReadOnlyDictionary<string, string> table)
        => Translate(table, static value => Harmonized.Slice(value.Kind, 0, value.Utf8.Length), "translated by a table");

    /// <summary>Translates cells by a table; what is not in the table, also an empty cell, becomes the text given.</summary>
    public FieldRule Translate(IReadOnlyDictionary<string, string> table, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(otherwise);
        return Translate(table, null, $"translated by a table, otherwise \"{otherwise}\"", otherwise);
    }

    /// <summary>Translates cells by a table; what is not in the table, also an empty cell, is refused.</summary>
    public FieldRule TranslateOnly(IReadOnlyDictionary<string, string> table)
        => Translate(table, static _ => Harmonized.Invalid("is none of the values that the feed is known to have"), "translated by a table, nothing else");

    private FieldRule Translate(IReadOnlyDictionary<string, string> table, Func<FieldValue, Harmonized>? unknown, string name, string otherwise = "")
    {
        ArgumentNullException.ThrowIfNull(table);
        FieldRule rule = With(
            (value, buffer) =>
            {
                if (!table.TryGetValue(value.ToString(), out string? translated) && unknown is not null)
                    return unknown(value);
                int start = buffer.Length;
                buffer.Append((translated ?? otherwise).AsSpan());
                return Harmonized.Written(FieldValueKind.Text, buffer, start);
            },
            name);
        return rule with { Table = table };
    }

    /// <summary>For people: where the value comes from.</summary>
    public string Source => Kind switch
    {
        FieldRuleKind.Constant => $"\"{ConstantText}\"",
        FieldRuleKind.Rest => "every other column",
        FieldRuleKind.Ragged => "rows of any length",
        FieldRuleKind.Each => Elements!.Words,
        FieldRuleKind.Skip or FieldRuleKind.Refuse => Condition!.Words,
        FieldRuleKind.NeedOneOf => string.Join(", ", OneOf),
        _ => NoteWords ?? CellReference.NameOf(ColumnName, ColumnPosition),
    };

    /// <inheritdoc/>
    public override string ToString() => $"{FieldName} <- {Source}";
}
