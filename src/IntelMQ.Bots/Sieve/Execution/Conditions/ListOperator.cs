using System.Text.Json;

namespace IntelMQ.Bots.Sieve.Execution;

internal enum ListOperator : byte
{
    Equals,
    SetEquals,
    Overlaps,
    SubsetOf,
    SupersetOf,
}
