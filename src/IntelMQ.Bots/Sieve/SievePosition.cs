namespace IntelMQ.Bots.Sieve;

/// <summary>A place in a rule file; both from 1.</summary>
internal readonly record struct SievePosition(int Line, int Column);
