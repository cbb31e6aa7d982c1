using System.Net.Sockets;
using System.Text;
using IntelMQ.Hosting.Operation;
using IntelMQ.Hosting.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Hosting.Tests.Operation;

[Collection("console")]
public sealed class SystemdTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-sd-");
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public SystemdTests()
    {
        Path = System.IO.Path.Combine(_folder.FullName, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(Path));
        _socket.ReceiveTimeout = 60_000;
    }

    private string Path { get; }

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_service_says_that_it_runs_lives_reloads_and_stops()
    {
        using var folder = new ConfigurationFolder();
        folder.Write("memory");
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = Path, ["WATCHDOG_USEC"] = "200000" };
        await using (OperatedHost host = await OperatedHost.StartAsync(folder, new HostOperationOptions { Environment = environment }))
        {
            Assert.Equal("READY=1", Receive());
            Assert.Equal("WATCHDOG=1", Receive());
            File.AppendAllText(System.IO.Path.Combine(folder.Configuration, "runtime.yaml"), "\n# changed\n");
            Assert.StartsWith("RELOADING=1\nMONOTONIC_USEC=", ReceiveOther("WATCHDOG=1"), StringComparison.Ordinal);
            Assert.Equal("READY=1", ReceiveOther("WATCHDOG=1"));
        }

        Assert.Equal("STOPPING=1", ReceiveOther("WATCHDOG=1"));
    }

    [Theory]
    [InlineData("", null, false)]
    [InlineData("500000", null, true)]
    [InlineData("500000", "1", false)]
    [InlineData("0", null, false)]
    [InlineData("-5", null, false)]
    public void The_watchdog_is_this_process_own(string microseconds, string? process, bool isOurs)
    {
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = Path, ["WATCHDOG_USEC"] = microseconds };
        if (process is not null)
            environment["WATCHDOG_PID"] = process;
        var notifier = new SystemdNotifier(environment, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(isOurs ? TimeSpan.FromMilliseconds(250) : null, notifier.WatchdogInterval);
    }

    [Fact]
    public void Where_nobody_listens_nothing_is_sent_and_nothing_breaks()
    {
        foreach (string path in new[] { "", "relative", "/", Path + ".gone", "@nobody", "/" + new string('x', 300) })
            new SystemdNotifier(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path }, TimeProvider.System, NullLogger.Instance).Ready();
        var notifier = new SystemdNotifier(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = Path }, TimeProvider.System, NullLogger.Instance);
        notifier.Status("two\nlines");
        Assert.Equal("STATUS=two lines", Receive());
    }

    private string Receive()
    {
        byte[] buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
    }

    private string ReceiveOther(string than)
    {
        string text = Receive();
        while (text == than)
            text = Receive();
        return text;
    }
}
