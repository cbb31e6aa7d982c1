namespace IntelMQ.Bots.Sieve.Execution;

internal enum SieveAssignment : byte
{
    IfAbsent,
    Always,
    IfPresent,
}
