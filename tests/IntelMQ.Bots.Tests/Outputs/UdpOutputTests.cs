using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Outputs;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class UdpOutputTests : IDisposable
{
    private readonly UdpClient _server = new(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Each_event_is_a_datagram_with_a_header_and_without_raw()
        => Assert.Equal(
            ["<1> {\"comment\": \"a\", \"source.ip\": \"192.0.2.1\"}\n", "<1> {\"comment\": \"b\", \"source.ip\": \"192.0.2.1\"}\n"],
            await SendAsync(Options("json"), Read("""{"source.ip": "192.0.2.1", "comment": "a", "raw": "YQ=="}"""), Read("""{"source.ip": "192.0.2.1", "comment": "b"}""")));

    [Fact]
    public async Task Names_and_values_come_in_the_order_of_the_event()
        => Assert.Equal(
            ["<1> |source.ip:192.0.2.1|extra.b:True|extra.a:['x', None]|comment:c\n"],
            await SendAsync(Options("Delimited"), Read("""{"source.ip": "192.0.2.1", "extra.b": true, "extra.a": ["x", null], "comment": "c"}""")));

    [Fact]
    public async Task Objects_within_json_are_sorted_and_written_without_escapes_that_json_does_not_need()
        => Assert.Equal(
            ["<1> {\"extra.m\": {\"a\": \"\u00FC\", \"b\": [{\"c\": 1, \"d\": 2}]}}\n"],
            await SendAsync(Options("json"), Read("""{"extra.m": {"b": [{"d": 2, "c": 1}], "a": "\u00fc"}}""")));

    [Fact]
    public async Task Raw_is_sent_where_that_is_asked_for()
    {
        UdpOutputOptions options = Options("delimited");
        options.KeepRawField = true;
        Assert.Equal(["<1> |raw:YQ==\n"], await SendAsync(options, Read("""{"raw": "YQ=="}""")));
    }

    [Theory]
    [InlineData("a\tb\nc", "abc")]
    [InlineData("z\u200Bero \u202Ewidth", "zero width")]
    [InlineData("\uE000private \U000F0000use", "private use")]
    [InlineData("ümläut \u2028 \U0001F600", "ümläut \u2028 \U0001F600")]
    [InlineData("\u0378unassigned", "unassigned")]
    public async Task What_cannot_be_seen_is_left_out(string text, string printed)
    {
        var message = new Event();
        message.Set("comment", text).ThrowIfRefused();
        Assert.Equal([$"<1> |comment:{printed}\n"], await SendAsync(Options("delimited"), message));
    }

    [Fact]
    public async Task An_event_that_does_not_fit_a_datagram_fails_and_those_before_it_are_not_sent_again()
    {
        Event small = Read("""{"comment": "small"}""");
        Event large = Read($$"""{"comment": "{{new string('x', 70000)}}"}""");
        await using var output = new UdpOutput(Options("json"));
        await output.StartAsync(default);
        await Assert.ThrowsAsync<IOException>(() => output.SendAsync([small, large], default).AsTask());
        await output.SendAsync([small], default);
        Assert.Equal(["<1> {\"comment\": \"small\"}\n"], await ReceiveAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("xml")]
    public void Another_format_is_refused(string? format)
        => Assert.Contains("format ", Assert.Throws<BotConfigurationException>(() => new UdpOutput(Options(format))).Message, StringComparison.Ordinal);

    private static Event Read(string json)
    {
        Assert.True(Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error), error?.ToString());
        return message;
    }

    private UdpOutputOptions Options(string? format) => new()
    {
        UdpHost = "127.0.0.1",
        UdpPort = ((IPEndPoint)_server.Client.LocalEndPoint!).Port,
        Format = format,
        Header = "<1> ",
    };

    private async Task<string[]> SendAsync(UdpOutputOptions options, params Event[] events)
    {
        await using var output = new UdpOutput(options);
        await output.StartAsync(default);
        await output.SendAsync(events, default);
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
