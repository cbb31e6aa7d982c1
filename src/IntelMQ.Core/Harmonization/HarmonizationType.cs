using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// A field's type: how a value is cleaned and when it is valid. Stateless and thread-safe. Never throws on input, however broken.
/// </summary>
public abstract class HarmonizationType
{
    /// <summary>Creates the type under the name it has in <c>harmonization.conf</c>.</summary>
    private protected HarmonizationType(string name) => Name = name;

    /// <summary>The name in <c>harmonization.conf</c>, such as <c>IPAddress</c>.</summary>
    public string Name { get; }

    /// <summary>Cleans a value and checks the result.</summary>
    /// <param name="value">
    /// Any wire value but missing; text is valid UTF-8. What IntelMQ ignores for every field (<see cref="FieldValue.IsIgnored"/>) has
    /// been dealt with before, but must not break the type.
    /// </param>
    /// <param name="buffer">Takes the wire value where it is not a part of <paramref name="value"/>; only appended to.</param>
    /// <returns>The wire value, or why there is none. When refused, what was appended to the buffer means nothing.</returns>
    public abstract Harmonized Convert(in FieldValue value, Utf8Buffer buffer);

    /// <summary>
    /// Whether <see cref="Convert"/> is known at a glance to give a text back as it stands, which is so for nearly all that feeds send.
    /// False says nothing.
    /// </summary>
    /// <param name="text">As for a text that is converted.</param>
    internal virtual bool Keeps(ReadOnlySpan<byte> text) => false;

    /// <summary>
    /// What a field makes of a value that <see cref="Convert"/> refuses, where another system's types decide what is valid and the event
    /// would be lost for it.
    /// </summary>
    /// <param name="value">As for <see cref="Convert"/>.</param>
    /// <param name="buffer">As for <see cref="Convert"/>.</param>
    /// <param name="reason">Why the value was refused.</param>
    internal virtual Harmonized ConvertRefused(in FieldValue value, Utf8Buffer buffer, string reason) => Harmonized.Invalid(reason);

    /// <summary>What the wire values are that texts become.</summary>
    internal virtual FieldValueKind WireKind => FieldValueKind.Text;

    /// <summary>Whether a value is valid as it stands: a stored message's value, which is kept uncleaned.</summary>
    /// <param name="value">Any wire value but missing.</param>
    /// <param name="reason">Why not, as in <see cref="Harmonized.Reason"/>.</param>
    public abstract bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
