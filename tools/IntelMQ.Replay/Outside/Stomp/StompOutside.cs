using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Outside.Net;
using IntelMQ.Replay.Outside.Tls;

namespace IntelMQ.Replay.Outside.Stomp;

/// <summary>A STOMP broker behind TLS: takes frames, hands the case's messages to whoever subscribes.</summary>
internal sealed class StompOutside : IOutside
{
    private readonly Listener _listener;
    private readonly TlsPair _tls;
    private readonly bool _rejects;
    private readonly bool _plain;
    private readonly List<byte[]> _messages = [];
    private readonly List<StompFrame> _frames = [];
    private readonly bool _isSource;
    private bool _sawCertificate;

    public StompOutside(ObservedCase question, TlsPair tls)
    {
        _tls = tls;
        _plain = !question.Parameters.TryGetProperty("ssl_ca_certificate", out _);
        _rejects = question.Outside.TryGetProperty("reject", out JsonElement reject) && reject.ValueKind == JsonValueKind.True;
        _isSource = question.Outside.TryGetProperty("messages", out JsonElement messages) && messages.ValueKind == JsonValueKind.Array;
        if (_isSource)
            _messages.AddRange(messages.EnumerateArray().Select(static message => message.GetBytesFromBase64()));
        _listener = new Listener(ServeAsync);
    }

    public void Describe(Placeholders placeholders)
    {
        placeholders.Add("@HOST@", "localhost");
        placeholders.Add("@PORT@", _listener.Port);
    }

    // A collector is to end with its connection.
    public void Change(JsonObject parameters)
    {
        if (_isSource)
            parameters["reconnect"] = false;
    }

    public async ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        await _listener.DrainAsync(cancellationToken);
        lock (_frames)
            observed["frames"] = new JsonArray([.. _frames.Select(static frame => frame.ToJson())]);
        observed["client_certificate"] = _sawCertificate;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(NetworkStream network, CancellationToken cancellationToken)
    {
        if (_plain)
        {
            await ServeAsync((Stream)network, cancellationToken);
            return;
        }

        await using var secure = new SslStream(network);
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = _tls.Certificate,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    // Any client may come; who comes with a certificate is told.
                    return (_sawCertificate = certificate is not null) || certificate is null;
                },
            },
            cancellationToken);
        await ServeAsync((Stream)secure, cancellationToken);
    }

    private async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        int open = -1;
        while (open != 0 && await StompFrame.ReadAsync(stream, cancellationToken) is { } frame)
        {
            lock (_frames)
                _frames.Add(frame);
            if (frame.Command is "STOMP" or "CONNECT")
            {
                await Frame(_rejects ? "ERROR" : "CONNECTED", _rejects ? [new("message", "refused")] : [new("version", "1.1"), new("heart-beat", "0,0")]).WriteAsync(stream, cancellationToken);
                if (_rejects)
                    return;
            }

            if (frame.Command == "SUBSCRIBE")
            {
                await DeliverAsync(stream, frame, cancellationToken);
                open = frame.Header("ack") is null or "auto" ? 0 : _messages.Count;
            }

            if (frame.Command == "ACK")
                open--;
            if (frame.Header("receipt") is { } receipt)
                await Frame("RECEIPT", [new("receipt-id", receipt)]).WriteAsync(stream, cancellationToken);
            if (frame.Command == "DISCONNECT")
                return;
        }
    }

    private async Task DeliverAsync(Stream stream, StompFrame subscription, CancellationToken cancellationToken)
    {
        for (int i = 0; i < _messages.Count; i++)
        {
            KeyValuePair<string, string>[] headers =
            [
                new("subscription", subscription.Header("id") ?? "1"),
                new("message-id", i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new("destination", subscription.Header("destination") ?? ""),
            ];
            await new StompFrame("MESSAGE", headers, _messages[i]).WriteAsync(stream, cancellationToken);
        }
    }

    private static StompFrame Frame(string command, KeyValuePair<string, string>[] headers) => new(command, headers, []);
}
