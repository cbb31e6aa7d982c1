namespace IntelMQ.Bots.Sieve;

/// <summary>A rule cannot be carried out for an event; the message says where in the rule file and why.</summary>
public sealed class SieveRuntimeException : Exception
{
    internal SieveRuntimeException(SievePosition position, string message)
        : base($"line {position.Line}, column {position.Column}: {message}")
    {
        Line = position.Line;
        Column = position.Column;
    }

    /// <summary>The line in the rule file, from 1.</summary>
    public int Line { get; }

    /// <summary>The column in that line, from 1.</summary>
    public int Column { get; }
}
