namespace IntelMQ.RabbitMq.Tests;

/// <summary>A test that needs the server's program; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitFactAttribute : FactAttribute
{
    public RabbitFactAttribute() => Skip = RabbitProgram.WhyNot!;
}

/// <inheritdoc cref="RabbitFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitTheoryAttribute : TheoryAttribute
{
    public RabbitTheoryAttribute() => Skip = RabbitProgram.WhyNot!;
}
