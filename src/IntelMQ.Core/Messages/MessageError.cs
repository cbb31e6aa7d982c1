namespace IntelMQ.Messages;

/// <summary>What is wrong with a message's JSON, in IntelMQ's kinds.</summary>
public enum MessageErrorKind
{
    /// <summary>Not JSON, not an object, or of no known <c>__type</c>.</summary>
    InvalidMessage,

    /// <summary>A name that is not in the schema.</summary>
    InvalidKey,

    /// <summary>A value that its field refuses, cleaned too.</summary>
    InvalidValue,
}

/// <summary>Why a message cannot be read.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Field">The field's name, where it is one field's fault.</param>
/// <param name="Reason">The end of a sentence that begins with the field's name, or with "the message".</param>
public sealed record MessageError(MessageErrorKind Kind, string? Field, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: {Field ?? "the message"} {Reason}";
}
