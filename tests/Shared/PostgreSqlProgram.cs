using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Tests;

/// <summary>A PostgreSQL server of its own, on a free port of the loopback, in a folder of its own; the superuser needs no password.</summary>
public sealed class PostgreSqlProgram : IDisposable
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")).LastOrDefault(static folder => File.Exists(Path.Combine(folder, "postgres")))
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-postgresql").FullName;
    private Process? _process;

    private PostgreSqlProgram()
    {
    }

    public int Port { get; private set; }

    /// <summary>Whether it can be started; where the program has to be there and is not, starting fails instead.</summary>
    public static string? WhyNot => Programs is not null || Environment.GetEnvironmentVariable("INTELMQ_REQUIRE_SERVERS") == "1" ? null : "postgresql is not installed.";

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Database=postgres;Username=postgres;SSL Mode=Disable;Timeout=15";

    private string Data => Path.Combine(_folder, "data");

    public static PostgreSqlProgram Start()
    {
        var started = new PostgreSqlProgram();
        try
        {
            if (Environment.UserName == "root")
                Finish(Process.Start("chown", ["postgres", started._folder]));
            Finish(started.Run("initdb", ["-D", started.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]));
            // Whoever is called so has to give a password.
            string access = Path.Combine(started.Data, "pg_hba.conf");
            File.WriteAllText(access, "host all secretive 127.0.0.1/32 scram-sha-256\n" + File.ReadAllText(access));
            started.Run();
            return started;
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    public void Run()
    {
        if (Port == 0)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _process = Run("postgres", ["-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}", "-c", "timezone=UTC", "-c", "fsync=off", "-c", "max_connections=40"]);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        long end = Environment.TickCount64 + 60_000;
        while (!IsReady())
        {
            if (Environment.TickCount64 > end || _process.HasExited)
                throw new InvalidOperationException("postgres does not start.");
            _process.WaitForExit(50);
        }
    }

    /// <summary>Ends it at once, as a power failure of the process would.</summary>
    public void Kill()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A process of the server is about to end.
        }
    }

    private static void Finish(Process process)
    {
        using (process)
        {
            if (process.StartInfo.RedirectStandardOutput)
            {
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
            }

            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{process.StartInfo.FileName} ends with {process.ExitCode}.");
        }
    }

    // The server refuses to be run by root.
    private Process Run(string program, string[] arguments)
    {
        string path = Path.Combine(Programs ?? throw new InvalidOperationException("postgresql is not installed."), program);
        ProcessStartInfo start = Environment.UserName == "root"
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.WorkingDirectory = _folder;
        return Process.Start(start)!;
    }

    // The port is open before questions are answered.
    private bool IsReady()
    {
        using Process process = Run("pg_isready", ["-h", "127.0.0.1", "-p", $"{Port}"]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
