namespace IntelMQ.Testing;

/// <summary>A snapshot differs, is missing, or belongs to no test; the message says which, and what to do.</summary>
public sealed class SnapshotException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SnapshotException(string message)
        : base(message)
    {
    }
}
