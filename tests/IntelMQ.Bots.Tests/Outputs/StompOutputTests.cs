using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Stomp;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class StompOutputTests : IDisposable
{
    private readonly TestCertificate _tls = new();
    private readonly List<StompFrame> _frames = [];
    private bool _sawCertificate;

    public void Dispose() => _tls.Dispose();

    [Fact]
    public async Task A_batch_is_stored_once_its_last_message_is_confirmed()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, token));
        await using (StompOutput output = await StartAsync(server))
            await output.SendAsync([Sample("192.0.2.1"), Sample("192.0.2.2")], default);
        Assert.Equal(["CONNECT", "SEND", "SEND"], _frames.Select(static frame => frame.Command).Take(3));
        Assert.Equal("u", _frames[0]["login"]);
        Assert.Equal("/exchange/a:b", _frames[1]["destination"]);
        Assert.Null(_frames[1]["receipt"]);
        Assert.NotNull(_frames[2]["receipt"]);
        Assert.Equal("""{"source.ip": "192.0.2.2"}""", Encoding.UTF8.GetString(_frames[2].Body.Span));
        Assert.False(_sawCertificate);
    }

    [Fact]
    public async Task A_client_certificate_takes_the_place_of_the_password()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, token));
        await using StompOutput output = await StartAsync(server, options =>
        {
            options.Connection.AuthBySslClientCertificate = true;
            options.Connection.SslClientCertificate = _tls.CertificateFile;
            options.Connection.SslClientCertificateKey = _tls.KeyFile;
        });
        Assert.Null(_frames[0]["login"]);
        Assert.True(_sawCertificate);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_anew_and_the_batch_sent_again()
    {
        await using var server = new LoopbackPeer((number, stream, token) => ServeAsync(stream, token, closesAt: number == 0 ? "SEND" : null));
        await using StompOutput output = await StartAsync(server);
        await output.SendAsync([Sample("192.0.2.1")], default);
        Assert.Equal(["CONNECT", "SEND", "CONNECT", "SEND"], _frames.Select(static frame => frame.Command));
    }

    [Fact]
    public async Task What_the_broker_refuses_fails_with_its_reason()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, token, refuses: "SEND"));
        await using StompOutput output = await StartAsync(server);
        var exception = await Assert.ThrowsAsync<IOException>(() => output.SendAsync([Sample("192.0.2.1")], default).AsTask());
        Assert.Contains("no such exchange", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_login_stops_the_start()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, token, refuses: "CONNECT"));
        await Assert.ThrowsAsync<BotConfigurationException>(() => StartAsync(server));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_stops_the_start()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, token));
        await Assert.ThrowsAsync<BotConfigurationException>(() => StartAsync(server, static options => options.Connection.SslCaCertificate = ""));
        Assert.Empty(_frames);
    }

    [Fact]
    public async Task A_certificate_for_another_name_stops_the_start()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, token));
        await Assert.ThrowsAsync<BotConfigurationException>(() => StartAsync(server, static options => options.Server = "127.0.0.2"));
        Assert.Empty(_frames);
    }

    [Theory]
    [InlineData("a:b\\c\nd\re")]
    [InlineData("")]
    [InlineData("ü")]
    public async Task A_header_is_read_as_it_was_written(string value)
    {
        var wire = new Utf8Buffer();
        new StompFrame("SEND", [new("name", value)], Encoding.UTF8.GetBytes("a\0b")).WriteTo(wire);
        StompFrame? frame = await new StompReader(new MemoryStream([.. "\n\n"u8, .. wire.WrittenSpan])).ReadAsync(default);
        Assert.Equal(value, frame?["name"]);
        Assert.Equal("a\0b", Encoding.UTF8.GetString(frame!.Body.Span));
    }

    [Theory]
    [InlineData("MESSAGE\nno colon\n\n\0")]
    [InlineData("MESSAGE\na:\\x\n\n\0")]
    [InlineData("MESSAGE\ncontent-length:99999999999\n\n\0")]
    [InlineData("MESSAGE\ncontent-length:-1\n\n\0")]
    [InlineData("MESSAGE\ncontent-length:1\n\nab\0")]
    [InlineData("MESSAGE\n\nbody without an end")]
    [InlineData("MESSAGE\na:b")]
    public async Task What_is_no_frame_is_refused(string wire)
        => await Assert.ThrowsAsync<IOException>(() => new StompReader(new MemoryStream(Encoding.UTF8.GetBytes(wire))).ReadAsync(default).AsTask());

    private static Event Sample(string ip)
    {
        var message = new Event();
        message.Set("source.ip", ip).ThrowIfRefused();
        return message;
    }

    private async Task<StompOutput> StartAsync(LoopbackPeer server, Action<StompOutputOptions>? change = null)
    {
        var options = new StompOutputOptions
        {
            Server = "localhost",
            Exchange = "/exchange/a:b",
            Connection =
            {
                Port = server.Port,
                SslCaCertificate = _tls.CertificateFile,
                AuthBySslClientCertificate = false,
                Username = "u",
                Password = new Secret("p"),
            },
        };
        change?.Invoke(options);
        var output = new StompOutput(options);
        try
        {
            await output.StartAsync(default);
            return output;
        }
        catch
        {
            await output.DisposeAsync();
            throw;
        }
    }

    private async Task ServeAsync(NetworkStream network, CancellationToken token, string? refuses = null, string? closesAt = null)
    {
        await using var stream = new SslStream(network);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = _tls.Certificate,
            ClientCertificateRequired = true,
#pragma warning disable CA5359 // The server of the test only looks whether a certificate is shown.
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                _sawCertificate = certificate is not null;
                return true;
            },
#pragma warning restore CA5359
        };
        try
        {
            await stream.AuthenticateAsServerAsync(options, token);
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            return;
        }

        var reader = new StompReader(stream);
        while (await reader.ReadAsync(token) is { } frame)
        {
            _frames.Add(frame);
            if (frame.Command == closesAt)
                return;
            StompFrame? answer = frame.Command == refuses ? new StompFrame("ERROR", [new("message", "no such exchange")], default)
                : frame.Command == "CONNECT" ? new StompFrame("CONNECTED", [new("version", "1.1"), new("heart-beat", "0,0")], default)
                : frame["receipt"] is { } receipt ? new StompFrame("RECEIPT", [new("receipt-id", receipt)], default)
                : null;
            if (answer is null)
                continue;
            var wire = new Utf8Buffer();
            answer.WriteTo(wire);
            await stream.WriteAsync(wire.WrittenMemory, token);
        }
    }
}
