namespace IntelMQ.Testing;

/// <summary>An implementation does not fulfil a contract.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ConformanceException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What came instead of what.</param>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What came instead of what.</param>
    /// <param name="innerException">What is behind it.</param>
    public ConformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
