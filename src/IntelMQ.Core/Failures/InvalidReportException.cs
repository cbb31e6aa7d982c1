namespace IntelMQ.Failures;

/// <summary>A report cannot be taken apart at all: the parser's way to make one failure of the whole of it.</summary>
public sealed class InvalidReportException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">A sentence that says what is wrong with the report.</param>
    public InvalidReportException(string reason)
        : base(reason)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="reason">A sentence that says what is wrong with the report.</param>
    /// <param name="innerException">What it was found by.</param>
    public InvalidReportException(string reason, Exception innerException)
        : base(reason, innerException)
    {
    }
}
