namespace IntelMQ.Http;

/// <summary>A service gave no answer over HTTP, or none that may be taken. The text names the URL without its query and user.</summary>
public sealed class HttpServiceException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which service, and what went wrong.</param>
    public HttpServiceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which service, and what went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public HttpServiceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the address may not be reached by the host's policy, so that another try would end alike.</summary>
    public bool IsAddressRefused
    {
        get
        {
            Exception? cause = InnerException;
            while (cause is not (null or AddressRefusedException))
                cause = cause.InnerException;
            return cause is not null;
        }
    }

    /// <summary>The status that the service answered with, such as 404; <see langword="null"/> where it gave no answer, or one of success that cannot be used.</summary>
    public int? Status { get; init; }
}
