namespace IntelMQ.Mail.Tests;

/// <summary>A test that needs GnuPG; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GpgFactAttribute : FactAttribute
{
    public GpgFactAttribute() => Skip = GpgHome.WhyNot!;
}
