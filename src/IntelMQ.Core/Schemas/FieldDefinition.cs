using System.Buffers.Text;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Schemas;

/// <summary>What a schema says about a field: its type, its limits, and what it holds.</summary>
/// <example><code>var definition = new FieldDefinition("company.score", HarmonizationTypes.Integer, "From 0 to 100.") { Minimum = 0, Maximum = 100 };</code></example>
public sealed class FieldDefinition
{
    /// <summary>Creates a definition.</summary>
    /// <param name="name">Lower-case parts joined with dots, such as <c>my.field</c>.</param>
    /// <param name="type">The harmonization type.</param>
    /// <param name="description">What the field holds, for people.</param>
    public FieldDefinition(string name, HarmonizationType type, string description)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(description);
        Name = name;
        Type = type;
        Description = description;
    }

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>How values are cleaned, and which are valid.</summary>
    public HarmonizationType Type { get; }

    /// <summary>What the field holds, for people.</summary>
    public string Description { get; }

    /// <summary>The most characters that the value's text form may have; <see langword="null"/> for no limit of its own.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A pattern that the value's text form must match somewhere; <see langword="null"/> for none.</summary>
    public TextRule? Regex { get; init; }

    /// <summary>A pattern as <see cref="Regex"/> that ignores case; <see langword="null"/> for none.</summary>
    public TextRule? RegexIgnoreCase { get; init; }

    /// <summary>The smallest number; <see langword="null"/> for no limit.</summary>
    public long? Minimum { get; init; }

    /// <summary>The largest number; <see langword="null"/> for no limit.</summary>
    public long? Maximum { get; init; }

    /// <summary>Whether the field may stand in reports too.</summary>
    public bool InReports { get; init; }

    /// <summary>Whether a value that is valid for the type may break a limit of the field.</summary>
    internal bool HasLimits => MaxLength is not null || Regex is not null || RegexIgnoreCase is not null || HasRange;

    private bool HasRange => Minimum is not null || Maximum is not null;

    /// <summary>Cleans a value for the field; the field's limits are still to be held against it.</summary>
    /// <param name="value">As for <see cref="HarmonizationType.Convert"/>.</param>
    /// <param name="buffer">As for <see cref="HarmonizationType.Convert"/>.</param>
    internal Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        Harmonized result = Type.Convert(value, buffer);
        return result.Reason is null ? result : Type.ConvertRefused(value, buffer, result.Reason);
    }

    /// <summary>Holds a valid value against the field's limits.</summary>
    /// <returns>Why it breaks one, as in <see cref="Harmonized.Reason"/>; <see langword="null"/> where it does not.</returns>
    internal string? CheckLimits(FieldValue value)
    {
        // Bytes first: no character needs less than one.
        if (MaxLength is { } most && value.Utf8.Length > most && Characters(value) > most)
            return $"is longer than {most} characters";
        if (Regex is not null && !Regex.IsMatch(value.Utf8))
            return Regex.Reason;
        if (RegexIgnoreCase is not null && !RegexIgnoreCase.IsMatch(value.Utf8))
            return RegexIgnoreCase.Reason;
        if (HasRange && !IsInRange(value.Utf8))
            return RangeReason;
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Type})";

    private string RangeReason => (Minimum, Maximum) switch
    {
        ({ } least, { } most) => $"is not a number from {least} to {most}",
        ({ } least, null) => $"is less than {least}",
        _ => $"is more than {Maximum}",
    };

    private bool IsInRange(ReadOnlySpan<byte> text)
    {
        // Digits too many for 64 bits are out of every range that can be said.
        bool isWhole = Utf8Parser.TryParse(text, out long whole, out int used) && used == text.Length;
        if (isWhole)
            return (Minimum is not { } least || whole >= least) && (Maximum is not { } most || whole <= most);
        return Utf8Parser.TryParse(text, out double number, out used) && used == text.Length
            && (Minimum is not { } low || number >= low) && (Maximum is not { } high || number <= high);
    }

    private static int Characters(FieldValue value)
    {
        int count = 0;
        foreach (byte unit in value.Utf8)
        {
            if ((unit & 0xC0) != 0x80)
                count++;
        }

        return count;
    }
}
