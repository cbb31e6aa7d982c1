using IntelMQ.RabbitMq.Tests;

namespace IntelMQ.Bots.Tests.Kills;

/// <summary>Tests that need the server's program; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitTheoryAttribute : TheoryAttribute
{
    public RabbitTheoryAttribute() => Skip = RabbitProgram.WhyNot!;
}
