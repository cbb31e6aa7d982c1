using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>A cell's value. How the cell is converted before the field sees it is said by the methods of <see cref="ColumnConversions"/>.</summary>
public sealed record ColumnRule : FieldRule
{
    internal ColumnRule()
    {
    }

    /// <summary>The cell.</summary>
    public required CellReference Cell { get; init; }

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

    /// <summary>Whether a cell that a converter makes nothing of is left for <see cref="RestRule"/>, also where another rule has used it.</summary>
    public bool LeavesNoneToRest { get; init; }

    /// <summary>For people: what the converter does.</summary>
    public string? ConverterName { get; init; }

    /// <summary>For people: the table that the converter looks cells up in, if it does.</summary>
    public IReadOnlyDictionary<string, string>? Table { get; init; }

    /// <summary>Whether the converter has called the field's type itself, so that the type need not see what it gives.</summary>
    public bool ConverterHarmonizes { get; init; }

    /// <summary>Whether the converter gives texts back that are valid for the field as they stand, so that it need not see them.</summary>
    public bool ConverterKeepsValid { get; init; }

    /// <summary>
    /// More columns that the converter reads and no rule takes. Where the data names its cells one by one (JSON, keys and values), only what is
    /// asked for is read.
    /// </summary>
    public IReadOnlyList<string> AlsoReads { get; init; } = [];

    /// <inheritdoc/>
    public override string Source => Cell.Shown;

    /// <summary>How the cell is converted, where that takes no other cell: calls that hand on no row are cheaper.</summary>
    internal FieldConverter? Converter { get; init; }

    /// <summary>How the cell is converted, where that takes other cells.</summary>
    internal RowConverter? RowConverter { get; init; }

    /// <summary>Cells that stand for nothing, looked at before the converter.</summary>
    internal byte[][] NothingTexts { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<string> Columns => (Cell.Name is { } name ? [name] : (string[])[]).Concat(base.Columns).Concat(AlsoReads);

    internal override bool UsesElement => Cell.IsOfElement || base.UsesElement;

    /// <summary>A value that the field refuses leaves the field out; without this, it fails the row.</summary>
    public ColumnRule Optional() => this with { WhenInvalid = InvalidValuePolicy.LeaveOut };

    /// <summary>A row without a value fails.</summary>
    public ColumnRule Required() => this with { IsRequired = true };

    /// <summary>A row that lacks the cell fails; one whose cell is empty or null goes without the field.</summary>
    public ColumnRule RequiresCell() => this with { IsCellRequired = true };

    /// <inheritdoc/>
    public override ColumnRule Where(RowCondition condition) => (ColumnRule)base.Where(condition);

    /// <inheritdoc/>
    public override ColumnRule UnlessSet(Field field) => (ColumnRule)base.UnlessSet(field);

    /// <summary>Converts the cell before the field's type sees it.</summary>
    /// <param name="converter">Must not throw.</param>
    /// <param name="name">For people: what it does, in a few words.</param>
    public ColumnRule With(FieldConverter converter, string name)
    {
        ArgumentNullException.ThrowIfNull(converter);
        return this with { Converter = converter, RowConverter = null, ConverterName = name, ConverterHarmonizes = false, ConverterKeepsValid = false };
    }

    /// <summary>Converts the cell, with the rest of the row at hand, before the field's type sees it.</summary>
    /// <param name="converter">Must not throw.</param>
    /// <param name="name">For people: what it does, in a few words.</param>
    public ColumnRule With(RowConverter converter, string name)
    {
        ArgumentNullException.ThrowIfNull(converter);
        return this with { RowConverter = converter, Converter = null, ConverterName = name, ConverterHarmonizes = false, ConverterKeepsValid = false };
    }

    /// <summary>Reads the cell as a time in the format given.</summary>
    public ColumnRule With(TimeFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return With((value, buffer) => format.Convert(value.Utf8, buffer), format.ToString()) with { ConverterHarmonizes = true };
    }

    /// <summary>Makes the cell a value of a type, for fields that have none of their own: those below <c>extra.</c></summary>
    /// <param name="type">What cleans the cell; what it refuses fails the row, also where the cell is empty.</param>
    public ColumnRule With(HarmonizationType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return With((value, buffer) => type.Convert(value, buffer), $"as {type.Name}");
    }

    /// <summary>Takes only cells that are not one of these texts.</summary>
    public ColumnRule Unless(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return this with
        {
            NothingTexts = [.. NothingTexts, .. texts.Select(System.Text.Encoding.UTF8.GetBytes)],
            ConverterName = $"{(ConverterName is null ? "" : ConverterName + "; ")}unless {string.Join(", ", texts.Select(static text => $"\"{text}\""))}",
        };
    }
}
