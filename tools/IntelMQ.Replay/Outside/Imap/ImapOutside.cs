using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Outside.Net;

namespace IntelMQ.Replay.Outside.Imap;

/// <summary>A mail box on the loopback address, without TLS: the case's mails, all unread. Which folder is asked for does not count.</summary>
internal sealed class ImapOutside : IOutside
{
    private readonly Listener _listener;
    private readonly List<ImapMail> _mails = [];

    public ImapOutside(ObservedCase question)
    {
        if (question.Outside.TryGetProperty("mails", out JsonElement mails) && mails.ValueKind == JsonValueKind.Array)
            _mails.AddRange(mails.EnumerateArray().Select(static (mail, i) => new ImapMail(i + 1, WithCrLf(mail.GetBytesFromBase64()))));
        _listener = new Listener((stream, token) => new ImapSession(stream, _mails).ServeAsync(token));
    }

    public void Describe(Placeholders placeholders)
    {
    }

    /// <summary>The cases name a host that is not there.</summary>
    public void Change(JsonObject parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters["mail_host"] = "127.0.0.1";
        parameters["mail_port"] = _listener.Port;
        parameters["mail_ssl"] = false;
        parameters["mail_starttls"] = false;
    }

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        lock (_mails)
            observed["imap"] = new JsonArray([.. _mails.Where(static mail => mail.IsSeen).Select(static mail => new JsonArray("seen", mail.Uid))]);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    // The recorded mails end their lines as files do.
    private static byte[] WithCrLf(byte[] mail)
    {
        var changed = new List<byte>(mail.Length + 64);
        for (int i = 0; i < mail.Length; i++)
        {
            if (mail[i] == (byte)'\n' && (i == 0 || mail[i - 1] != (byte)'\r'))
                changed.Add((byte)'\r');
            changed.Add(mail[i]);
        }

        return [.. changed];
    }
}
