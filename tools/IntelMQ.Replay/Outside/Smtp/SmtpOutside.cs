using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Outside.Net;
using IntelMQ.Replay.Outside.Tls;

namespace IntelMQ.Replay.Outside.Smtp;

/// <summary>A mail server that keeps what it takes, and refuses what the case says.</summary>
internal sealed class SmtpOutside : IOutside
{
    // The recorded bot had this text where a case gives none; ours has another, with line breaks.
    private const string RecordedText =
        "Dear network owner,\\n\\nWe have been informed that the following device might have security problems.\\n\\nYour localhost CERT";

    private readonly Listener _listener;
    private readonly TlsPair _tls;
    private readonly SmtpRules _rules;
    private readonly bool _isSecure;
    private readonly bool _hasText;
    private readonly List<SmtpMail> _mails = [];

    public SmtpOutside(ObservedCase question, TlsPair tls)
    {
        _tls = tls;
        JsonElement outside = question.Outside;
        _isSecure = IsTrue(outside, "tls");
        _hasText = question.Bot == "intelmq.bots.outputs.smtp.output";
        _rules = new SmtpRules(
            OffersAuthentication: IsTrue(outside, "auth"),
            OffersTls: IsTrue(outside, "starttls"),
            Rejected: outside.TryGetProperty("reject", out JsonElement rejected) ? [.. rejected.EnumerateArray().Select(static address => address.GetString()!)] : [],
            DataStatus: Answers.Text(outside, "data_status"));
        _listener = new Listener(ServeAsync);
    }

    public void Describe(Placeholders placeholders)
    {
        placeholders.Add("@HOST@", "127.0.0.1");
        placeholders.Add("@PORT@", _listener.Port);
    }

    public void Change(JsonObject parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (_hasText && !parameters.ContainsKey("text"))
            parameters["text"] = RecordedText;
    }

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        lock (_mails)
            observed["mails"] = new JsonArray([.. _mails.Select(MailDescription.Of)]);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static bool IsTrue(JsonElement outside, string name) => outside.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private async Task ServeAsync(NetworkStream network, CancellationToken cancellationToken)
    {
        Stream stream = _isSecure ? await SecureAsync(network, cancellationToken) : network;
        var session = new SmtpSession(_rules, SecureAsync, Keep);
        await session.ServeAsync(stream, cancellationToken);
    }

    private async Task<Stream> SecureAsync(Stream stream, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _tls.Certificate }, cancellationToken);
        return secure;
    }

    private void Keep(SmtpMail mail)
    {
        lock (_mails)
            _mails.Add(mail);
    }
}
