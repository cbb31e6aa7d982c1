using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class SyslogCollectorTests : IDisposable
{
    private const string Rfc5424 = "<165>1 2026-01-02T03:04:05.003Z host.example.com app 1234 ID47 [x@32473 ip=\"192.0.2.1\"] \uFEFFa message";
    private const string Rfc3164 = "<34>Jan  2 03:04:05 host su: 'su root' failed for user on /dev/pts/8";

    private readonly TestCertificate _tls = new();

    public void Dispose() => _tls.Dispose();

    [Fact]
    public async Task Datagrams_and_lines_of_connections_are_reports_as_they_came()
    {
        await using SyslogCollector collector = await StartedAsync(static _ => { });
        using var udp = new UdpClient();
        await udp.SendAsync(Encoding.UTF8.GetBytes(Rfc5424 + "\n"), collector.UdpEndPoint);
        Assert.Equal([Rfc5424], await CollectorFixture.TakeAsync(collector, 1));
        using TcpClient tcp = await ConnectAsync(collector);
        await tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{Rfc3164}\n"));
        Assert.Equal([Rfc3164], await CollectorFixture.TakeAsync(collector, 1));
    }

    [Fact]
    public async Task What_came_since_the_last_report_is_one_and_messages_with_line_breaks_are_alone()
    {
        await using SyslogCollector collector = await StartedAsync(static options => options.MaxLines = 3);
        using (TcpClient tcp = await ConnectAsync(collector))
        {
            NetworkStream stream = tcp.GetStream();
            await stream.WriteAsync("1 a1 b1 c1 d3 e\nf1 g"u8.ToArray());
            tcp.Client.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        }

        Assert.Equal(["a\nb\nc", "d", "e\nf", "g"], await CollectorFixture.TakeAsync(collector, 4));
    }

    [Fact]
    public async Task A_message_that_was_cut_off_is_a_failure_with_what_came()
    {
        await using SyslogCollector collector = await StartedAsync(static options => options.AcceptTimeout = TimeSpan.FromMilliseconds(200));
        using (TcpClient tcp = await ConnectAsync(collector))
            await tcp.GetStream().WriteAsync("100 <13>the beginning"u8.ToArray());
        CollectedReport report = Assert.Single(await CollectorFixture.AllAsync(collector));
        Assert.Equal("A syslog message was to have 100 bytes, but the connection ended after 17.", report.Failure?.Reason);
        Assert.Equal("<13>the beginning", CollectorFixture.Text(report));
        Assert.Equal(100, report.Failure!.TruncatedFrom);
    }

    [Fact]
    public async Task A_sender_waits_while_the_pipeline_is_busy_and_nothing_is_lost()
    {
        const int Count = 40_000;
        await using SyslogCollector collector = await StartedAsync(static options => options.MaxWaitingSize = 64 << 10);
        Task sending = Task.Run(async () =>
        {
            using TcpClient tcp = await ConnectAsync(collector);
            var lines = new StringBuilder();
            for (int i = 0; i < Count; i++)
                lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"<13>message number {i} {new string('x', 400)}\n");
            await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(lines.ToString()));
        });
        // More than systems keep for a connection.
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.False(sending.IsCompleted);
        int next = 0;
        await foreach (CollectedReport report in collector.CollectAsync(default))
        {
            foreach (string line in CollectorFixture.Text(report).Split('\n'))
                Assert.StartsWith($"<13>message number {next++} ", line, StringComparison.Ordinal);
            if (next == Count)
                break;
        }

        await sending;
    }

    [Fact]
    public async Task Datagrams_that_find_no_room_are_counted()
    {
        var logs = new LogCollector();
        await using SyslogCollector collector = await StartedAsync(static options => options.MaxWaitingSize = 64 << 10, logs);
        using var udp = new UdpClient();
        for (int i = 0; i < 300; i++)
            await udp.SendAsync(new byte[1000].Select(static _ => (byte)'x').ToArray(), collector.UdpEndPoint);
        await using IAsyncEnumerator<CollectedReport> reports = collector.CollectAsync(default).GetAsyncEnumerator();
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.True(await reports.MoveNextAsync());
        await udp.SendAsync("last"u8.ToArray(), collector.UdpEndPoint);
        Assert.True(await reports.MoveNextAsync());
        Assert.Matches("^[0-9]+ datagrams were dropped", Assert.Single(logs.Entries).Message);
    }

    [Fact]
    public async Task Connections_are_secured_and_senders_must_have_a_certificate_where_that_is_asked_for()
    {
        var logs = new LogCollector();
        await using SyslogCollector collector = await StartedAsync(
            options =>
            {
                options.Protocol = "tcp";
                options.SslCertificate = _tls.CertificateFile;
                options.SslKey = _tls.KeyFile;
                options.SslClientAuthority = _tls.CertificateFile;
            },
            logs);
        using (TcpClient stranger = await ConnectAsync(collector))
        {
            await using var refused = new SslStream(stranger.GetStream(), false, (_, certificate, _, _) => certificate!.GetCertHashString() == _tls.Certificate.GetCertHashString());
            // What fails is the handshake or, with TLS 1.3, the first answer.
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await refused.AuthenticateAsClientAsync("localhost");
                if (await refused.ReadAsync(new byte[1]) == 0)
                    throw new AuthenticationException();
            });
        }

        using (TcpClient plain = await ConnectAsync(collector))
        {
            await plain.GetStream().WriteAsync("<13>not secured\n"u8.ToArray());
            await TestWait.UntilAsync(() => logs.Entries.Count == 2);
        }

        Assert.All(logs.Entries, static entry => Assert.Contains("could not be secured", entry.Message, StringComparison.Ordinal));
        using TcpClient tcp = await ConnectAsync(collector);
        await using var stream = new SslStream(tcp.GetStream(), false, (_, certificate, _, _) => certificate!.GetCertHashString() == _tls.Certificate.GetCertHashString());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", ClientCertificates = new X509CertificateCollection { _tls.Certificate } });
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Rfc5424 + "\n"));
        Assert.Equal([Rfc5424], await CollectorFixture.TakeAsync(collector, 1));
    }

    [Fact]
    public async Task What_is_not_in_a_queue_when_the_collector_stops_is_said()
    {
        var logs = new LogCollector();
        SyslogCollector collector = await StartedAsync(static _ => { }, logs);
        using (TcpClient tcp = await ConnectAsync(collector))
        {
            NetworkStream stream = tcp.GetStream();
            await stream.WriteAsync("<13>a\n<13>b\n"u8.ToArray());
            tcp.Client.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        }

        await collector.DisposeAsync();
        Assert.StartsWith("2 messages that had come", Assert.Single(logs.Entries).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_and_files_that_are_no_certificates_are_said_at_start()
    {
        await using SyslogCollector first = await StartedAsync(static options => options.Protocol = "udp");
        BotConfigurationException taken = await Assert.ThrowsAsync<BotConfigurationException>(() => StartedAsync(options => (options.Port, options.Protocol) = (first.UdpEndPoint!.Port, "udp")));
        Assert.Contains("cannot be opened", taken.Message, StringComparison.Ordinal);
        BotConfigurationException missing = await Assert.ThrowsAsync<BotConfigurationException>(() => StartedAsync(static options => options.SslCertificate = "/nowhere/cert.pem"));
        Assert.Contains("ssl_certificate", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "octet-counting")]
    [InlineData("json", "newline")]
    [InlineData("structured", "octet-counting")]
    public async Task The_output_and_the_collector_understand_each_other(string format, string framing)
    {
        await using SyslogCollector collector = await StartedAsync(options =>
        {
            options.Protocol = "tcp";
            options.SslCertificate = _tls.CertificateFile;
            options.SslKey = _tls.KeyFile;
        });
        await using var output = new SyslogOutput(new SyslogOutputOptions
        {
            Port = collector.TcpEndPoint!.Port,
            Protocol = "tls",
            SslCaCertificate = _tls.CertificateFile,
            Format = format,
            Framing = framing,
        });
        await output.StartAsync(default);
        await output.SendAsync([.. Enumerable.Range(0, 300).Select(static i => Events.Of($$"""{"extra.id": {{i}}, "comment": "two\nlines"}"""))], default);
        int next = 0;
        await foreach (CollectedReport report in collector.CollectAsync(default))
        {
            foreach (string line in CollectorFixture.Text(report).Split('\n'))
                Assert.Contains(format == "json" ? $"\"extra.id\": {next++}}}" : $" extra.id=\"{next++}\"", line, StringComparison.Ordinal);
            if (next == 300)
                break;
        }
    }

    private static async Task<SyslogCollector> StartedAsync(Action<SyslogCollectorOptions> change, LogCollector? logs = null)
    {
        var options = new SyslogCollectorOptions { Ip = "127.0.0.1", Port = 0 };
        change(options);
        var collector = new SyslogCollector(options, new BotServices { Logs = logs ?? new LogCollector() });
        await collector.StartAsync(default);
        return collector;
    }

    private static async Task<TcpClient> ConnectAsync(SyslogCollector collector)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, collector.TcpEndPoint!.Port);
        return client;
    }
}
