namespace IntelMQ.Bots.Sieve.Syntax;

/// <summary>A piece of a rule file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Position">Line and column.</param>
/// <param name="LinesBefore">How many line ends stand between the piece before and this one.</param>
internal readonly record struct SieveToken(SieveTokenKind Kind, int Start, int Length, SievePosition Position, int LinesBefore)
{
    public int End => Start + Length;
}
