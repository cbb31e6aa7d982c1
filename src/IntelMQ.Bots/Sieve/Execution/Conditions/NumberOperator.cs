namespace IntelMQ.Bots.Sieve.Execution;

internal enum NumberOperator : byte
{
    Equal,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Less,
    Greater,
}
