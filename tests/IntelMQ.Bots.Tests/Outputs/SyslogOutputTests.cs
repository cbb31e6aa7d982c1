using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class SyslogOutputTests : IDisposable
{
    private const string Head = "<133>1 2026-01-02T03:04:05.000000Z sensor intelmq - ";

    private readonly UdpClient _server = new(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task An_event_is_json_in_a_message_without_raw()
        => Assert.Equal(
            [Head + """scanner - {"classification.type": "scanner", "source.ip": "192.0.2.1", "time.source": "2026-01-02T03:04:05+00:00"}"""],
            await SendAsync(static _ => { }, """{"time.source": "2026-01-02T03:04:05+00:00", "source.ip": "192.0.2.1", "classification.type": "scanner", "raw": "YQ=="}"""));

    [Fact]
    public async Task Fields_are_structured_data_and_what_has_no_name_for_it_stays_in_the_message()
        => Assert.Equal(
            [Head + """- [intelmq@32473 time.source="2026-01-02T03:04:05+00:00" extra.list="[1, \"a\"\]" comment="say \"a\\b\""] {"destination.geolocation.longitude": 1.5, "extra.a_name_of_more_than_32_characters": true}"""],
            await SendAsync(
                static options => options.Format = "structured",
                """{"time.source": "2026-01-02T03:04:05+00:00", "destination.geolocation.longitude": 1.5, "extra.list": [1, "a"], "extra.a_name_of_more_than_32_characters": true, "comment": "say \"a\\b\""}"""));

    [Theory]
    [InlineData("a\nb", "a\\nb", "a\\\\u000ab")]
    [InlineData("a\u001b[31mb", "a\\u001b[31mb", "a\\\\u001b[31mb")]
    [InlineData("a\u007f\u0085\u2028\u202e\ufeffb", "a\\u007f\\u0085\\u2028\\u202e\\ufeffb", "a\\\\u007f\\\\u0085\\\\u2028\\\\u202e\\\\ufeffb")]
    [InlineData("ü\U0001F600", "ü\U0001F600", "ü\U0001F600")]
    [InlineData("\U000F0000", "\\udb80\\udc00", "\\\\udb80\\\\udc00")]
    public async Task What_cannot_be_seen_is_escaped(string text, string json, string value)
    {
        var message = new Event();
        message.Set("comment", text).ThrowIfRefused();
        Assert.EndsWith($" - {{\"comment\": \"{json}\"}}", Assert.Single(await SendAsync(static _ => { }, message)), StringComparison.Ordinal);
        Assert.EndsWith($" [intelmq@32473 comment=\"{value}\"]", Assert.Single(await SendAsync(static options => options.Format = "structured", message)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local7", "debug", "<191>")]
    [InlineData("0", "0", "<0>")]
    [InlineData("AUTH", "Warning", "<36>")]
    public async Task Facility_and_severity_are_names_or_numbers(string facility, string severity, string priority)
        => Assert.StartsWith(priority, Assert.Single(await SendAsync(options => (options.Facility, options.Severity) = (facility, severity), """{"comment": "a"}""")), StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_time_of_its_own_an_event_has_that_of_sending_and_an_odd_kind_is_made_printable()
    {
        string message = Assert.Single(await SendAsync(static options => options.MsgIdField = "comment", $$"""{"comment": "ö b{{new string('x', 50)}}"}"""));
        Assert.StartsWith("<133>1 2026-05-06T07:08:09.000000Z sensor intelmq - ___b" + new string('x', 28) + " - ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_refused_and_those_before_it_are_not_sent_again()
    {
        foreach (string protocol in new[] { "udp", "tcp" })
        {
            var received = new TaskCompletionSource<string>();
            await using var server = new LoopbackPeer(async (_, stream, token) => received.SetResult(await ReadAllAsync(stream, token)));
            SyslogOutputOptions options = Options(static _ => { });
            (options.Protocol, options.Port, options.MaxMessageSize, options.Framing) = (protocol, protocol == "udp" ? options.Port : server.Port, 480, "newline");
            Event[] events = [Events.Of("""{"comment": "small"}"""), Events.Of($$"""{"comment": "{{new string('x', 1000)}}"}""")];
            await using (var output = new SyslogOutput(options))
            {
                await output.StartAsync(default);
                RefusedException thrown = await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync(events, default).AsTask());
                Assert.Contains("max_message_size", thrown.Message, StringComparison.Ordinal);
                await output.SendAsync([events[0]], default);
                await output.SendAsync([Events.Of("""{"comment": "last"}""")], default);
            }

            string[] messages = protocol == "udp" ? await ReceiveAsync() : (await received.Task.WaitAsync(TimeSpan.FromSeconds(20))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(["small", "last"], messages.Select(static message => message.Split("\"comment\": \"")[1].Split('"')[0]));
        }
    }

    [Fact]
    public async Task A_connection_that_was_closed_meanwhile_is_made_again_and_loses_nothing()
    {
        var received = new List<Task<string>>();
        await using var server = new LoopbackPeer(async (number, stream, token) =>
        {
            if (number == 0)
                return;
            received.Add(ReadAllAsync(stream, token));
            await received[^1];
        });
        SyslogOutputOptions options = Options(static options => options.Protocol = "tcp");
        options.Port = server.Port;
        await using (var output = new SyslogOutput(options))
        {
            await output.StartAsync(default);
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            await output.SendAsync([Events.Of("""{"comment": "a"}""")], default);
        }

        await TestWait.UntilAsync(() => received.Count == 1);
        Assert.Matches("^[0-9]+ <133>1 .* - - - \\{\"comment\": \"a\"\\}$", await received[0].WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Nobody_there_and_a_certificate_that_nobody_vouches_for_are_said_at_start()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        int port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();
        await using var nobody = new SyslogOutput(new SyslogOutputOptions { Host = "127.0.0.1", Port = port });
        Assert.Contains($"127.0.0.1:{port} cannot be used: ", (await Assert.ThrowsAsync<BotConfigurationException>(() => nobody.StartAsync(default).AsTask())).Message, StringComparison.Ordinal);
        using var certificate = new TestCertificate();
        await using var collector = new Bots.Collectors.SyslogCollector(new Bots.Collectors.SyslogCollectorOptions { Ip = "127.0.0.1", Port = 0, Protocol = "tcp", SslCertificate = certificate.CertificateFile, SslKey = certificate.KeyFile });
        await collector.StartAsync(default);
        await using var stranger = new SyslogOutput(new SyslogOutputOptions { Port = collector.TcpEndPoint!.Port, Protocol = "tls" });
        Assert.Contains("certificate", (await Assert.ThrowsAsync<BotConfigurationException>(() => stranger.StartAsync(default).AsTask())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("facility", "local8")]
    [InlineData("severity", "8")]
    [InlineData("app_name", "two words")]
    [InlineData("sd_id", "a=b")]
    [InlineData("hostname", "ümlaut")]
    public void A_header_that_would_not_be_one_is_refused(string parameter, string value)
    {
        SyslogOutputOptions options = Options(options =>
        {
            _ = parameter switch
            {
                "facility" => options.Facility = value,
                "severity" => options.Severity = value,
                "app_name" => options.AppName = value,
                "sd_id" => options.SdId = value,
                _ => options.Hostname = value,
            };
        });
        Assert.Contains(parameter, Assert.Throws<BotConfigurationException>(() => new SyslogOutput(options)).Message, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAllAsync(NetworkStream stream, CancellationToken cancellationToken) => await new StreamReader(stream).ReadToEndAsync(cancellationToken);

    private SyslogOutputOptions Options(Action<SyslogOutputOptions> change)
    {
        var options = new SyslogOutputOptions { Host = "127.0.0.1", Port = ((IPEndPoint)_server.Client.LocalEndPoint!).Port, Protocol = "udp", Hostname = "sensor" };
        change(options);
        return options;
    }

    private Task<string[]> SendAsync(Action<SyslogOutputOptions> change, string json) => SendAsync(change, Events.Of(json));

    private async Task<string[]> SendAsync(Action<SyslogOutputOptions> change, Event message)
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await using var output = new SyslogOutput(Options(change), new BotServices { Time = clock });
        await output.StartAsync(default);
        await output.SendAsync([message], default);
        return await ReceiveAsync();
    }

    private async Task<string[]> ReceiveAsync()
    {
        var datagrams = new List<string>();
        while (_server.Available > 0)
            datagrams.Add(Encoding.UTF8.GetString((await _server.ReceiveAsync()).Buffer));
        return [.. datagrams];
    }
}
