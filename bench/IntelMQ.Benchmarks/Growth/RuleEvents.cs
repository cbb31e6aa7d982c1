using IntelMQ.Benchmarks.Budget;
using IntelMQ.Messages;

namespace IntelMQ.Benchmarks.Growth;

/// <summary>The events that rules are tried on.</summary>
internal static class RuleEvents
{
    public const int Count = 2_000;

    /// <summary>The numbers of rules that are compared.</summary>
    public static readonly int[] Counts = [1, 10, 100, 1_000];

    public static Event[] Take() => [.. new ShadowserverRow().Parse().Take(Count)];

    /// <summary>The bytes of a field of each event, read beforehand for the floor.</summary>
    public static byte[][] Values(Event[] events, string field) => [.. events.Select(message => message[field].Utf8.ToArray())];
}
