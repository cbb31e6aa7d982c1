namespace IntelMQ.Bots.Sieve.Execution;

internal enum SieveFlow : byte
{
    Continue,
    Keep,
    Drop,
}
