using IntelMQ.RabbitMq.Tests;

namespace WorkerHost.Tests;

/// <summary>A test that needs the server's program; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitFactAttribute : FactAttribute
{
    public RabbitFactAttribute() => Skip = RabbitProgram.WhyNot!;
}
