namespace IntelMQ.Bots;

/// <summary>A service gave no answer, or one that cannot be used. The event is unchanged; the host tries again or keeps it.</summary>
public sealed class LookupException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which service, and what went wrong. Holds no passwords or tokens.</param>
    public LookupException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which service, and what went wrong. Holds no passwords or tokens.</param>
    /// <param name="innerException">The cause.</param>
    public LookupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
