using System.Globalization;

namespace IntelMQ.Hosting.Tests.Operation;

/// <summary>A test that sends this process SIGHUP; skipped where nobody can receive it.</summary>
public sealed class HangUpFactAttribute : FactAttribute
{
    /// <summary>Creates it.</summary>
    public HangUpFactAttribute()
        => Skip = OperatingSystem.IsWindows() ? "Windows has no SIGHUP." : IsIgnored ? "The tests were started so that SIGHUP is ignored (nohup), and .NET leaves it so." : null;

    private static bool IsIgnored
    {
        get
        {
            const string Status = "/proc/self/status";
            const string Mask = "SigIgn:";
            return File.Exists(Status)
                && File.ReadLines(Status).FirstOrDefault(static line => line.StartsWith(Mask, StringComparison.Ordinal)) is { } line
                && (ulong.Parse(line.AsSpan(Mask.Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & 1) != 0;
        }
    }
}
