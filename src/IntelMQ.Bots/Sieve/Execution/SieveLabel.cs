namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>Where a statement or condition stands, and how it reads: for explanations.</summary>
internal sealed record SieveLabel(SievePosition Position, string Text);
