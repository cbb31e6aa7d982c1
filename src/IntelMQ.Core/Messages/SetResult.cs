namespace IntelMQ.Messages;

/// <summary>What became of a value that was to be stored.</summary>
public enum SetStatus
{
    /// <summary>Stored; the field was absent.</summary>
    Added,

    /// <summary>Stored in place of another value.</summary>
    Replaced,

    /// <summary>The value was one of those that mean "nothing", so the field was removed.</summary>
    Removed,

    /// <summary>The field holds a value already and kept it, as asked.</summary>
    Kept,

    /// <summary>The value was one of those that mean "nothing": null, empty text, <c>-</c>, <c>N/A</c>. Nothing changed.</summary>
    Ignored,

    /// <summary>The field holds a value already, which was not expected. Nothing changed.</summary>
    Exists,

    /// <summary>The value is not valid for the field. Nothing changed.</summary>
    Invalid,

    /// <summary>The schema has no such field. Nothing changed.</summary>
    UnknownField,
}

/// <summary>What became of a value that was to be stored, and why it was refused.</summary>
/// <example><code>SetResult result = new Event().Set("source.ip", "no address");
/// if (result.IsRefused)
///     Console.WriteLine(result.Reason);</code></example>
public readonly struct SetResult : IEquatable<SetResult>
{
    private const int MaxShown = 100;

    internal SetResult(SetStatus status, string field, string? reason = null)
    {
        Status = status;
        Field = field;
        Reason = reason;
    }

    /// <summary>What happened.</summary>
    public SetStatus Status { get; }

    /// <summary>The field's name.</summary>
    public string Field { get; }

    /// <summary>Why the value was refused, as the end of a sentence that begins with the field's name; otherwise <see langword="null"/>.</summary>
    public string? Reason { get; }

    /// <summary>Whether the message now holds the value.</summary>
    public bool IsStored => Status is SetStatus.Added or SetStatus.Replaced;

    /// <summary>Whether the value was refused: invalid, unknown field, or a value that was there already.</summary>
    public bool IsRefused => Status >= SetStatus.Exists;

    /// <summary>Throws where the value was refused.</summary>
    /// <exception cref="InvalidFieldException">The message names field and reason.</exception>
    public void ThrowIfRefused()
    {
        if (IsRefused)
            throw new InvalidFieldException(Field, Reason ?? "is set already");
    }

    /// <summary>As <see cref="ThrowIfRefused()"/>, where the value may be shown to who reads the message.</summary>
    internal void ThrowIfRefused(object value)
    {
        if (Status == SetStatus.UnknownField)
            ThrowIfRefused();
        if (!IsRefused)
            return;
        string text = Text.Printable.Of(System.Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "");
        throw new InvalidFieldException(Field, $"cannot be '{(text.Length <= MaxShown ? text : text[..MaxShown] + "...")}': it {Reason}.");
    }

    /// <inheritdoc/>
    public bool Equals(SetResult other) => Status == other.Status && Field == other.Field && Reason == other.Reason;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SetResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Status, Field, Reason);

    /// <summary>Compares field, status and reason.</summary>
    public static bool operator ==(SetResult left, SetResult right) => left.Equals(right);

    /// <summary>Compares field, status and reason.</summary>
    public static bool operator !=(SetResult left, SetResult right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Reason is null ? $"{Field}: {Status}" : $"{Field} {Reason}";
}
