namespace IntelMQ.Bots;

/// <summary>A database gives no service: it is not there, too busy, full, or lacks the table. The next try may succeed.</summary>
public sealed class DatabaseServiceException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What the driver says.</param>
    public DatabaseServiceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
