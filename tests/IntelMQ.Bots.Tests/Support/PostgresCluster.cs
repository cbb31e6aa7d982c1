using System.Diagnostics;

namespace IntelMQ.Bots.Tests.Support;

/// <summary>A PostgreSQL of the test's own, on a socket in a folder of its own; goes with the test.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _folder;

    private PostgresCluster(string folder) => _folder = folder;

    /// <summary>The folder of PostgreSQL's programs; null where it is not installed.</summary>
    public static string? Programs { get; } = FindPrograms();

    /// <summary>The folder of the socket; the user is intelmq, who needs no password.</summary>
    public string Host => _folder;

    public static async Task<PostgresCluster> StartAsync()
    {
        // Sockets have short paths.
        string folder = Directory.CreateTempSubdirectory("imqpg").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "nobody", folder);
        var cluster = new PostgresCluster(folder);
        try
        {
            await RunServerToolAsync("initdb", "-D", $"{folder}/data", "-U", "intelmq", "-A", "trust", "--no-sync", "--locale=C", "-E", "UTF8");
            await RunServerToolAsync("pg_ctl", "-D", $"{folder}/data", "-w", "-t", "120", "-l", $"{folder}/log", "-o", $"-k {folder} -c listen_addresses= -c fsync=off", "start");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists($"{_folder}/data/postmaster.pid"))
            await RunServerToolAsync("pg_ctl", "-D", $"{_folder}/data", "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    // PostgreSQL refuses to be run by root.
    private static Task RunServerToolAsync(string tool, params string[] arguments)
    {
        string path = Path.Combine(Programs!, tool);
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", "nobody", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // What the server inherits must not keep a pipe open.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (string argument in (string[])["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static string? FindPrograms()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (Directory.Exists("/usr/lib/postgresql"))
            folders = folders.Concat(Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")));
        return folders.FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }
}

/// <summary>A fact about a real PostgreSQL; reported as skipped where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresCluster.Programs is null)
            Skip = "PostgreSQL (initdb and pg_ctl) is not installed here.";
    }
}
