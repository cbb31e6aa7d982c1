using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>A rule that gives a field its value, made ready: its column found, its field looked up.</summary>
internal sealed class PlanStep
{
    private readonly string? _source;
    private readonly byte[][] _nothingTexts = [];
    private readonly bool _mayTypeKeep;
    private readonly bool _keepsNothing;

    /// <summary>Makes a column's rule ready.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="key">Its field.</param>
    /// <param name="column">Where its cell stands.</param>
    /// <param name="unless">The field that, where it is stored, makes rows pass over the step.</param>
    public PlanStep(ColumnRule rule, FieldKey key, int column, FieldKey? unless)
        : this((FieldRule)rule, key, unless)
    {
        Column = column;
        Converter = rule.Converter;
        RowConverter = rule.RowConverter;
        HasConverter = Converter is not null || RowConverter is not null;
        IsCopy = !HasConverter && key.Definition is null;
        IsConvertedValid = key.Definition is null || rule.ConverterHarmonizes;
        IsRequired = rule.IsRequired;
        IsCellRequired = rule.IsCellRequired;
        LeavesNoneToRest = rule.LeavesNoneToRest;
        WhenInvalid = rule.WhenInvalid;
        LongestNothing = rule.NothingTexts.Select(static text => text.Length).Append("N/A".Length).Max();
        _source = rule.Source;
        _nothingTexts = rule.NothingTexts;
        _mayTypeKeep = key.Definition is not null && (rule.ConverterKeepsValid || !HasConverter);
        _keepsNothing = rule.KeepsEmpty && key.Definition is null;
    }

    /// <summary>Makes a constant's rule ready.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="key">Its field.</param>
    /// <param name="value">The value as the field stores it.</param>
    /// <param name="unless">The field that, where it is stored, makes rows pass over the step.</param>
    public PlanStep(ConstantRule rule, FieldKey key, FieldValue value, FieldKey? unless)
        : this((FieldRule)rule, key, unless)
    {
        Column = -1;
        Constant = value.Utf8.ToArray();
        ConstantKind = value.Kind;
        ReplacesReportField = rule.ReplacesReportField;
        MayBeSet = true;
    }

    private PlanStep(FieldRule rule, FieldKey key, FieldKey? unless)
    {
        Key = key;
        Place = key.Ordinal;
        Definition = key.Definition;
        IsPlain = key.Definition is { } definition && PlainTypes.Contains(definition.Type);
        HasLimits = key.Definition is { HasLimits: true };
        Condition = rule.Condition;
        Unless = unless;
        IsGuarded = IsConditional;
    }

    public FieldKey Key { get; }

    public FieldDefinition? Definition { get; }

    /// <summary>Where the cell stands; -1 for constants.</summary>
    public int Column { get; }

    /// <summary>Which bit says that a row's cell has been used.</summary>
    public int UsedBit { get; set; }

    /// <summary>The field's place in an <see cref="Messages.EventBuilder"/> that plans for the plan's keys.</summary>
    public int Place { get; set; }

    /// <summary>The longest text that stands for nothing, for this rule (<see cref="IsListedNothing"/>) or for every field (<c>N/A</c>).</summary>
    public int LongestNothing { get; }

    /// <summary>Whether the cell is stored as it stands.</summary>
    public bool IsCopy { get; }

    /// <summary>Whether the cell is converted before the field's type sees it.</summary>
    public bool HasConverter { get; }

    /// <summary>How the cell is converted before the field's type sees it, if at all.</summary>
    public FieldConverter? Converter { get; }

    /// <summary>As <see cref="Converter"/>, with the rest of the row at hand.</summary>
    public RowConverter? RowConverter { get; }

    /// <summary>Whether the converter's result is stored as it stands.</summary>
    public bool IsConvertedValid { get; }

    /// <summary>Whether what the field's type keeps (<see cref="Keeps"/>) may be stored without another look.</summary>
    public bool MayKeep => _mayTypeKeep && !MustBeUnset;

    /// <summary>Whether the field's values never need escaping in JSON.</summary>
    public bool IsPlain { get; }

    public bool HasLimits { get; }

    public bool IsRequired { get; }

    public bool IsCellRequired { get; }

    public bool LeavesNoneToRest { get; }

    public InvalidValuePolicy WhenInvalid { get; }

    /// <summary>Which rows the step counts for; null for all.</summary>
    public RowCondition? Condition { get; }

    /// <summary>The field that, where it is stored, makes rows pass over the step.</summary>
    public FieldKey? Unless { get; }

    /// <summary>Whether a condition or another field may leave rows out.</summary>
    public bool IsConditional => Condition is not null || Unless is not null;

    /// <summary>Whether an earlier rule may have stored the field.</summary>
    public bool MayBeSet
    {
        get;
        init
        {
            field = value;
            IsGuarded = value || IsConditional;
        }
    }

    /// <summary>Whether rows pass over the step: those that a condition leaves out, and those whose field may be stored already.</summary>
    public bool IsGuarded { get; private set; }

    /// <summary>Whether a row in which the field has been set already fails.</summary>
    public bool MustBeUnset { get; init; }

    public byte[]? Constant { get; }

    public FieldValueKind ConstantKind { get; }

    /// <summary>Whether the constant takes the place of what the report says of its feed.</summary>
    public bool ReplacesReportField { get; }

    /// <summary>Holds a converter's result while the field's type reads it.</summary>
    public Utf8Buffer Scratch { get; } = new(64);

    /// <summary>Whether a value stands for nothing, so that the field is left out.</summary>
    public bool IsNothing(in FieldValue value) => value.IsIgnored && !_keepsNothing;

    /// <summary>Whether the rule says that a cell stands for nothing.</summary>
    public bool IsListedNothing(in FieldValue cell)
    {
        foreach (byte[] nothing in _nothingTexts)
        {
            if (cell.Utf8.SequenceEqual(nothing))
                return true;
        }

        return false;
    }

    /// <summary>Whether a text is known at a glance to be valid for the field as it stands.</summary>
    public bool Keeps(in FieldValue text) => Definition!.Type.Keeps(text.Utf8)
        && (!HasLimits || Definition.CheckLimits(text) is null)
        && (!HasConverter || !text.IsIgnored);

    public RowError Error(string reason) => new(Key.Name, _source, reason);

    /// <summary>As <see cref="Error(string)"/>, where a value is the reason.</summary>
    public RowError Error(string reason, in FieldValue value) => new(Key.Name, _source, reason) { Value = RefusedValue.Of(Key.Name, _source, value.Utf8) };
}
