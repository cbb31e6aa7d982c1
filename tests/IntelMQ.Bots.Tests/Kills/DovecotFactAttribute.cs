using IntelMQ.Mail.Tests;

namespace IntelMQ.Bots.Tests.Kills;

/// <summary>A test that needs the server's program; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DovecotFactAttribute : FactAttribute
{
    public DovecotFactAttribute() => Skip = DovecotServer.WhyNot!;
}
