namespace IntelMQ.Mail.Tests;

/// <summary>A test that needs the server's program; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DovecotFactAttribute : FactAttribute
{
    public DovecotFactAttribute() => Skip = DovecotServer.WhyNot!;
}

/// <inheritdoc cref="DovecotFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DovecotTheoryAttribute : TheoryAttribute
{
    public DovecotTheoryAttribute() => Skip = DovecotServer.WhyNot!;
}
