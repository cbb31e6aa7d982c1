namespace IntelMQ.Messages;

/// <summary>A value was set that its field refuses, in a place that has no other way to say so.</summary>
public sealed class InvalidFieldException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="reason">The end of a sentence that begins with the field's name.</param>
    public InvalidFieldException(string field, string reason)
        : base($"{field} {reason}")
    {
        Field = field;
        Reason = reason;
    }

    /// <summary>The field's name.</summary>
    public string Field { get; }

    /// <summary>Why the value is refused.</summary>
    public string Reason { get; }
}
