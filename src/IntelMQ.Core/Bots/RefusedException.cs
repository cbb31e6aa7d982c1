namespace IntelMQ.Bots;

/// <summary>
/// The other side refuses events, and would refuse them again: the host sends the halves of the batch at once, without another try of the
/// whole, and keeps the events that are refused alone.
/// </summary>
public sealed class RefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The other side's reason.</param>
    public RefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The other side's reason.</param>
    /// <param name="innerException">The cause.</param>
    public RefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
