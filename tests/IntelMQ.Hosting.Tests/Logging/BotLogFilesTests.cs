using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Tests.Logging;

public sealed partial class BotLogFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-logs-");
    private readonly FixedTime _time = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_bot_has_a_file_in_IntelMQs_lines()
    {
        using (ILoggerFactory logs = Logs("a: {}\nb: {parameters: {logging_level: DEBUG}}\n"))
        {
            ILogger log = logs.CreateLogger("any");
            Say(log, LogLevel.Information, "a", "hello");
            Say(log, LogLevel.Debug, "a", "not this");
            Say(log, LogLevel.Debug, "b", "this");
            Say(log, LogLevel.Error, "nobody", "of no bot");
        }

        Assert.Equal("2026-01-03 00:30:05,067 - a - INFO - hello\n", Read("a.log"));
        Assert.Equal("2026-01-03 00:30:05,067 - b - DEBUG - this\n", Read("b.log"));
        Assert.Equal("2026-01-03 00:30:05,067 - intelmq - ERROR - nobody: of no bot\n", Read("intelmq.log"));
    }

    [Fact]
    public void A_full_file_is_begun_anew_and_some_before_are_kept()
    {
        using (ILoggerFactory logs = Logs("global: {logging_max_size: 100, logging_max_copies: 2}\na: {}\n"))
        {
            ILogger log = logs.CreateLogger("any");
            for (int i = 0; i < 8; i++)
                Say(log, LogLevel.Warning, "a", $"number {i}");
        }

        Assert.Equal(["a.log", "a.log.1", "a.log.2"], _folder.GetFiles().Select(static file => file.Name).Order());
        Assert.Contains("number 7", Read("a.log"), StringComparison.Ordinal);
        Assert.Contains("number 5", Read("a.log.1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_put_away_is_begun_anew()
    {
        using ILoggerFactory logs = Logs("a: {}\n");
        ILogger log = logs.CreateLogger("any");
        Say(log, LogLevel.Warning, "a", "one");
        File.Move(Path.Combine(_folder.FullName, "a.log"), Path.Combine(_folder.FullName, "a.old"));
        Say(log, LogLevel.Warning, "a", "two");
        Assert.EndsWith("two\n", Read("a.log"), StringComparison.Ordinal);
        Assert.EndsWith("one\n", Read("a.old"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bots_that_log_to_syslog_send_IntelMQs_lines_there_and_have_no_file()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)server.LocalEndPoint!).Port;
        using (ILoggerFactory logs = Logs($"global: {{logging_handler: syslog, logging_syslog: [127.0.0.1, {port}]}}\na: {{}}\nb: {{parameters: {{logging_handler: file}}}}\n"))
        {
            ILogger log = logs.CreateLogger("any");
            Say(log, LogLevel.Warning, "a", "grüß");
            Say(log, LogLevel.Debug, "a", "not this");
            Say(log, LogLevel.Error, "a", new string('ä', 9000));
            Say(log, LogLevel.Information, "b", "to the file");
        }

        Assert.Equal("<12>a: WARNING grüß", await ReceiveAsync(server));
        string cut = await ReceiveAsync(server);
        Assert.StartsWith("<11>a: ERROR ää", cut, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', cut);
        Assert.InRange(Encoding.UTF8.GetByteCount(cut), 8190, 8192);
        Assert.Equal(["b.log"], _folder.GetFiles().Select(static file => file.Name));
    }

    [Fact]
    public async Task A_socket_that_is_made_anew_is_found_again_and_one_that_is_not_there_stops_nobody()
    {
        string path = Path.Combine(_folder.FullName, "log.socket");
        using ILoggerFactory logs = Logs($"global: {{logging_handler: syslog, logging_syslog: {path}}}\na: {{}}\n");
        ILogger log = logs.CreateLogger("any");
        Say(log, LogLevel.Information, "a", "lost");
        for (int i = 0; i < 2; i++)
        {
            File.Delete(path);
            using var server = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            server.Bind(new UnixDomainSocketEndPoint(path));
            string text = $"number {i}";
            Say(log, LogLevel.Information, "a", text);
            Assert.Equal($"<14>a: INFO number {i}", await ReceiveAsync(server));
        }
    }

    [Theory]
    [InlineData("/run/log", "/run/log", "", 0)]
    [InlineData("[log.example.com, 1514]", null, "log.example.com", 1514)]
    [InlineData("[log.example.com, '1514']", null, "log.example.com", 1514)]
    [InlineData("[log.example.com]", null, "log.example.com", 514)]
    [InlineData("null", "/dev/log", "", 0)]
    public void Syslog_is_a_path_or_a_host_with_a_port(string yaml, string? path, string host, int port)
        => Assert.Equal(new BotLogSyslogAddress(path, host, port), AddressOf(yaml));

    [Theory]
    [InlineData("[]")]
    [InlineData("[log.example.com, 70000]")]
    [InlineData("[log.example.com, 0]")]
    [InlineData("[log.example.com, x]")]
    [InlineData("relative/path")]
    [InlineData("{host: log.example.com}")]
    public void Other_forms_name_no_server(string yaml) => Assert.Null(AddressOf(yaml));

    private static BotLogSyslogAddress? AddressOf(string yaml)
        => BotLogSyslogAddress.Of(RuntimeConfiguration.Parse($"global: {{logging_syslog: {yaml}}}\n", null, new Dictionary<string, string>()).Parameter("logging_syslog"));

    private static async Task<string> ReceiveAsync(Socket server)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        byte[] buffer = new byte[70_000];
        return Encoding.UTF8.GetString(buffer.AsSpan(0, await server.ReceiveAsync(buffer, SocketFlags.None, time.Token)));
    }

    private ILoggerFactory Logs(string yaml)
    {
        RuntimeConfiguration configuration = RuntimeConfiguration.Parse(yaml, null, new Dictionary<string, string>());
        return LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new BotLogFiles(configuration, _folder.FullName, _time)));
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));

    [LoggerMessage(Message = "{Bot}: {Text}")]
    private static partial void Say(ILogger log, LogLevel level, string bot, string text);

    private sealed class FixedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(1), "x", "x");

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 23, 30, 5, 67, TimeSpan.Zero);
    }
}
