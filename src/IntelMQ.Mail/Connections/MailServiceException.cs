namespace IntelMQ.Mail.Connections;

/// <summary>A mail server is not there, does not do what it should, or refuses for now; its words stand in the message.</summary>
public sealed class MailServiceException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public MailServiceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public MailServiceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
