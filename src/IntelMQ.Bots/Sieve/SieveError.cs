namespace IntelMQ.Bots.Sieve;

/// <summary>What is wrong with a place of a rule file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 units.</param>
/// <param name="Message">What is wrong, and what to write instead where that is known.</param>
public sealed record SieveError(int Line, int Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}
