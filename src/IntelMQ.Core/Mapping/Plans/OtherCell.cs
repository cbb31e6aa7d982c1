using IntelMQ.Messages;

namespace IntelMQ.Mapping;

/// <summary>What a row holds besides its columns.</summary>
/// <param name="Name">The name; of a member of a member the path, joined with dots.</param>
/// <param name="Outer">How much of the name is the path in front of the member's own name, with its dot.</param>
/// <param name="Value">The value.</param>
internal readonly record struct OtherCell(string Name, int Outer, Slot Value);
