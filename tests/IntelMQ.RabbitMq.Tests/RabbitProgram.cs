using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntelMQ.RabbitMq.Tests;

/// <summary>A server of the tests' own: node, folder and ports are its own, also those of the daemon in which nodes find each other.</summary>
public sealed class RabbitProgram : IDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-rabbit").FullName;
    private readonly string _node;
    private readonly int _names;
    private Process? _process;

    /// <summary>Starts one.</summary>
    /// <param name="plugins">The plug-ins, such as <c>rabbitmq_stomp</c>.</param>
    public RabbitProgram(params string[] plugins)
    {
        int[] ports = FreePorts(6);
        (Port, TlsPort, StompPort, StompTlsPort, Distribution, _names) = (ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
        _node = $"intelmq{Port}@localhost";
        MakeCertificates();
        Settings =
        [
            $"listeners.tcp.default = 127.0.0.1:{Port}",
            $"listeners.ssl.default = 127.0.0.1:{TlsPort}",
            $"ssl_options.certfile = {Authority}",
            $"ssl_options.keyfile = {Path.Combine(_folder, "key.pem")}",
            "ssl_options.verify = verify_none",
            .. plugins.Contains("rabbitmq_stomp") ? (string[])[$"stomp.listeners.tcp.1 = 127.0.0.1:{StompPort}", $"stomp.listeners.ssl.1 = 127.0.0.1:{StompTlsPort}"] : [],
        ];
        File.WriteAllText(Path.Combine(_folder, "plugins"), $"[{string.Join(',', plugins)}].");
        Run();
    }

    public int Port { get; }

    public int TlsPort { get; }

    public int StompPort { get; }

    public int StompTlsPort { get; }

    /// <summary>The certificate that the server shows; it is made out for localhost.</summary>
    public string Authority => Path.Combine(_folder, "cert.pem");

    public List<string> Settings { get; }

    /// <summary>Whether tests can run; where the program has to be there and is not, they fail instead.</summary>
    public static string? WhyNot => File.Exists(Path.Combine(Programs, "rabbitmq-server")) || Environment.GetEnvironmentVariable("INTELMQ_REQUIRE_SERVERS") == "1" ? null : "rabbitmq-server is not installed.";

    /// <summary>The processor time that the server has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using Process server = Process.GetProcessById(int.Parse(File.ReadAllText(Pids).Trim(), CultureInfo.InvariantCulture));
            return server.TotalProcessorTime;
        }
    }

    private int Distribution { get; }

    public RabbitMqBrokerOptions Options() => new() { Port = Port, PollInterval = TimeSpan.FromMilliseconds(100), Timeout = TimeSpan.FromSeconds(20) };

    public void Run()
    {
        File.WriteAllLines(Path.Combine(_folder, "rabbitmq.conf"), Settings);
        _process = Process.Start(StartOf("rabbitmq-server"))!;
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
        long end = Environment.TickCount64 + 120_000;
        while (!File.Exists(Pids) || !IsListening(Port) || !IsListening(TlsPort))
        {
            if (Environment.TickCount64 > end || _process.HasExited)
                throw new InvalidOperationException("rabbitmq-server does not start: " + string.Concat(Directory.EnumerateFiles(_folder, "*.log").Select(File.ReadAllText)));
            _process.WaitForExit(100);
        }
    }

    /// <summary>Ends it as a power failure of the process would.</summary>
    public void Kill()
    {
        using (Process server = Process.GetProcessById(int.Parse(File.ReadAllText(Pids).Trim(), CultureInfo.InvariantCulture)))
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
        }

        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
        File.Delete(Pids);
    }

    /// <summary>Throws away what a server that is not running has stored.</summary>
    public void Empty() => Directory.Delete(Path.Combine(_folder, "data"), recursive: true);

    /// <summary>A command of an operator.</summary>
    public string Control(params string[] arguments)
    {
        using Process process = Process.Start(StartOf("rabbitmqctl", ["--node", _node, .. arguments]))!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)}: {output}{error.Result}");
    }

    public void Dispose()
    {
        if (_process is not null)
            Kill();
        using (Process process = Process.Start(StartOf("/usr/bin/epmd", ["-port", $"{_names}", "-kill"]))!)
            process.WaitForExit();
        Directory.Delete(_folder, recursive: true);
    }

    private string Pids => Path.Combine(_folder, "pid");

    private ProcessStartInfo StartOf(string program, params string[] arguments) => new(Path.Combine(Programs, program), arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["HOME"] = _folder,
            ["RABBITMQ_NODENAME"] = _node,
            ["RABBITMQ_DIST_PORT"] = $"{Distribution}",
            ["ERL_EPMD_PORT"] = $"{_names}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data"),
            ["RABBITMQ_LOG_BASE"] = _folder,
            ["RABBITMQ_PID_FILE"] = Pids,
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq"),
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_folder, "advanced"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins"),
        },
    };

    private static int[] FreePorts(int count)
    {
        TcpListener[] free = [.. Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener one in free)
            one.Start();
        int[] ports = [.. free.Select(static one => ((IPEndPoint)one.LocalEndpoint).Port)];
        foreach (TcpListener one in free)
            one.Dispose();
        return ports;
    }

    private static bool IsListening(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void MakeCertificates()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Authority, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
