using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>A rule made ready: its column found, its field looked up.</summary>
internal sealed class PlanStep(FieldRule rule, FieldKey key, int column, FieldKey? unless = null)
{
    private readonly bool _mayTypeKeep = key.Definition is not null && (rule.ConverterKeepsValid || !rule.HasConverter);

    public FieldRule Rule { get; } = rule;

    public FieldKey Key { get; } = key;

    public FieldDefinition? Definition { get; } = key.Definition;

    /// <summary>Whether the cell is stored as it stands.</summary>
    public bool IsCopy { get; } = !rule.HasConverter && key.Definition is null;

    /// <summary>How the cell is converted before the field's type sees it, if at all.</summary>
    public FieldConverter? Converter { get; } = rule.Converter;

    /// <summary>As <see cref="Converter"/>, with the rest of the row at hand.</summary>
    public RowConverter? RowConverter { get; } = rule.RowConverter;

    /// <summary>Whether the cell is converted before the field's type sees it.</summary>
    public bool HasConverter { get; } = rule.HasConverter;

    /// <summary>Whether the converter's result is stored as it stands.</summary>
    public bool IsConvertedValid { get; } = key.Definition is null || rule.ConverterHarmonizes;

    /// <summary>Whether what the field's type keeps (<see cref="Keeps"/>) may be stored without another look.</summary>
    public bool MayKeep => _mayTypeKeep && !MustBeUnset;

    /// <summary>The longest text that stands for nothing, for this rule (<see cref="IsNothing"/>) or for every field (<c>N/A</c>).</summary>
    public int LongestNothing { get; } = Math.Max("N/A".Length, rule.NothingTexts?.Max(static text => text.Length) ?? 0);

    /// <summary>Where the cell stands; -1 for constants.</summary>
    public int Column { get; } = column;

    /// <summary>Which bit says that a row's cell has been used.</summary>
    public int UsedBit { get; set; }

    /// <summary>Whether the field's values never need escaping in JSON.</summary>
    public bool IsPlain { get; } = key.Definition is { } definition && PlainTypes.Contains(definition.Type);

    public bool HasLimits { get; } = key.Definition is { HasLimits: true };

    /// <summary>The field's place in an <see cref="Messages.EventBuilder"/> that plans for the plan's keys.</summary>
    public int Place { get; set; } = key.Ordinal;

    /// <summary>Whether an earlier rule may have stored the field.</summary>
    public bool MayBeSet
    {
        get;
        set
        {
            field = value;
            IsGuarded = value || Rule.Condition is not null || Unless is not null;
        }
    }

    /// <summary>Whether rows pass over the step: those that a condition leaves out, and those whose field may be stored already.</summary>
    public bool IsGuarded { get; private set; } = rule.Condition is not null || unless is not null;

    /// <summary>The field that, where it is stored, makes rows pass over the step.</summary>
    public FieldKey? Unless { get; } = unless;

    /// <summary>Whether a row in which the field has been set already fails.</summary>
    public bool MustBeUnset { get; init; }

    public byte[]? Constant { get; set; }

    public FieldValueKind ConstantKind { get; set; }

    /// <summary>Holds a converter's result while the field's type reads it.</summary>
    public Utf8Buffer Scratch { get; } = new(64);

    /// <summary>Whether the rule says that a text stands for nothing.</summary>
    public bool IsNothing(ReadOnlySpan<byte> text)
    {
        foreach (byte[] nothing in Rule.NothingTexts ?? [])
        {
            if (text.SequenceEqual(nothing))
                return true;
        }

        return false;
    }

    /// <summary>Whether a text is known at a glance to be valid for the field as it stands.</summary>
    public bool Keeps(in FieldValue text) => Definition!.Type.Keeps(text.Utf8)
        && (!HasLimits || Definition.CheckLimits(text) is null)
        && (!HasConverter || !text.IsIgnored);

    public RowError Error(string reason)
        => new(Key.Name, Rule.Kind == FieldRuleKind.Constant ? null : Rule.Source, reason);
}
