using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// A text out of a fixed set of names. Cleaned: trimmed, brought to one case, and old spellings replaced. What is a name already is
/// returned as it stands.
/// </summary>
internal abstract class NamedType : HarmonizationType
{
    private readonly Utf8Names _names;
    private readonly Utf8Names _spellings;
    private readonly string _reason;

    /// <summary>Creates the type.</summary>
    /// <param name="name">The type's name.</param>
    /// <param name="names">The names that are valid.</param>
    /// <param name="oldSpellings">What else is taken, and the name it stands for.</param>
    /// <param name="reason">Why other values are refused.</param>
    private protected NamedType(string name, IReadOnlyCollection<string> names, IEnumerable<(string Old, string New)> oldSpellings, string reason)
        : base(name)
    {
        _names = new Utf8Names(names);
        _spellings = new Utf8Names([.. names.Select(static n => (n, n)), .. oldSpellings]);
        _reason = reason;
    }

    internal sealed override bool Keeps(ReadOnlySpan<byte> text) => _names.Contains(text);

    public sealed override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind != FieldValueKind.Text)
            return value.IsIgnored ? Harmonized.Invalid(_reason) : Unknown(buffer);
        Harmonized trimmed = TextRules.Trimmed(value);
        if (!trimmed.IsValid)
            return trimmed;
        ReadOnlySpan<byte> text = value.Utf8.Slice(trimmed.Start, trimmed.Length);
        if (_names.Contains(text))
            return trimmed;
        int start = buffer.Length;
        ToOneCase(text, buffer);
        if (!_spellings.TryGet(Strip(buffer.WrittenSpan[start..]), out ReadOnlySpan<byte> name))
            return Unknown(buffer);
        buffer.Truncate(start);
        buffer.Append(name);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    public sealed override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        reason = value.Kind == FieldValueKind.Text && _names.Contains(value.Utf8) ? null : _reason;
        return reason is null;
    }

    /// <summary>Appends the text in the case that the names have.</summary>
    private protected abstract void ToOneCase(ReadOnlySpan<byte> text, Utf8Buffer buffer);

    /// <summary>What becomes of a value that is no name, however spelled.</summary>
    private protected virtual Harmonized Unknown(Utf8Buffer buffer) => Harmonized.Invalid(_reason);

    /// <summary>Removes what may stand before a name, once the case is right.</summary>
    private protected virtual ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text) => text;
}
