namespace IntelMQ.Redis.Tests;

/// <summary>A test that needs the server's program; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisProgram.WhyNot!;
}

/// <inheritdoc cref="RedisFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = RedisProgram.WhyNot!;
}
