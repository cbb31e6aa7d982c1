using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntelMQ.Redis.Tests;

/// <summary>A server of the tests' own, on a free port of the loopback, in a folder of its own.</summary>
public sealed class RedisProgram : IDisposable
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin").Select(static folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-redis").FullName;
    private readonly string[] _arguments;
    private Process? _process;

    private RedisProgram(string[] arguments) => _arguments = arguments;

    public int Port { get; private set; }

    public string Socket => Path.Combine(_folder, "redis.sock");

    /// <summary>Whether tests can run; where the program has to be there and is not, they fail instead.</summary>
    public static string? WhyNot => Program is not null || Environment.GetEnvironmentVariable("INTELMQ_REQUIRE_SERVERS") == "1" ? null : "redis-server is not installed.";

    /// <summary>The processor time that the server has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    public static RedisProgram Start(params string[] arguments)
    {
        var started = new RedisProgram(arguments) { Port = FreePort() };
        started.Run();
        return started;
    }

    public RedisBrokerOptions Options() => new() { Port = Port, PollInterval = TimeSpan.FromMilliseconds(50), Timeout = TimeSpan.FromSeconds(10) };

    public void Run()
    {
        string[] fixedOnes = ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--unixsocket", Socket, "--save", "", "--logfile", Path.Combine(_folder, "log")];
        _process = Process.Start(new ProcessStartInfo(Program ?? throw new InvalidOperationException("redis-server is not installed."), [.. fixedOnes, .. _arguments]) { RedirectStandardOutput = true })!;
        long end = Environment.TickCount64 + 30_000;
        while (!IsListening())
        {
            if (Environment.TickCount64 > end || _process.HasExited)
                throw new InvalidOperationException("redis-server does not start: " + File.ReadAllText(Path.Combine(_folder, "log")));
            _process.WaitForExit(20);
        }
    }

    /// <summary>Ends it as a power failure of the process would.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            try
            {
                Kill();
            }
            catch (InvalidOperationException)
            {
                // It was ended by the test.
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A command as any client gives it, over a connection of its own; the answer's first line and all that follows, as text.</summary>
    public string[] Call(int database, params string[] command)
    {
        using var client = new TcpClient("127.0.0.1", Port);
        using NetworkStream stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        Send(stream, "SELECT", $"{database}");
        reader.ReadLine();
        Send(stream, command);
        return [.. Read(reader)];
    }

    /// <summary>A command of one who knows the password.</summary>
    public string[] CallAs(string password, params string[] command)
    {
        using var client = new TcpClient("127.0.0.1", Port);
        using NetworkStream stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        Send(stream, "AUTH", password);
        reader.ReadLine();
        Send(stream, command);
        return [.. Read(reader)];
    }

    private static void Send(Stream stream, params string[] command)
        => stream.Write(Encoding.Latin1.GetBytes($"*{command.Length}\r\n" + string.Concat(command.Select(static word => $"${Encoding.Latin1.GetByteCount(word)}\r\n{word}\r\n"))));

    private static List<string> Read(StreamReader reader)
    {
        string line = reader.ReadLine() ?? throw new IOException("The server has closed the connection.");
        switch (line[0])
        {
            case '*':
                var list = new List<string>();
                for (int i = 0; i < int.Parse(line[1..], System.Globalization.CultureInfo.InvariantCulture); i++)
                    list.AddRange(Read(reader));
                return list;
            case '$' when line != "$-1":
                char[] text = new char[int.Parse(line[1..], System.Globalization.CultureInfo.InvariantCulture) + 2];
                reader.ReadBlock(text);
                return [new string(text, 0, text.Length - 2)];
            default:
                return line == "$-1" ? [] : [line[1..]];
        }
    }

    private bool IsListening()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
