using IntelMQ.Redis.Tests;

namespace IntelMQ.Bots.Tests.Kills;

/// <summary>Tests that need the server's program; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = RedisProgram.WhyNot!;
}
