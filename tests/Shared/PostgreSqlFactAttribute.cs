namespace IntelMQ.Tests;

/// <summary>A test that needs the server's program; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    public PostgreSqlFactAttribute() => Skip = PostgreSqlProgram.WhyNot!;
}
