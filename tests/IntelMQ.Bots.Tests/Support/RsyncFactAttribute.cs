namespace IntelMQ.Bots.Tests.Support;

/// <summary>A test that needs the program rsync: skipped where it is not there, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RsyncFactAttribute : FactAttribute
{
    public RsyncFactAttribute()
    {
        bool isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "rsync")));
        if (!isThere && Environment.GetEnvironmentVariable("INTELMQ_REQUIRE_SERVERS") != "1")
            Skip = "The program rsync is not installed.";
    }
}
