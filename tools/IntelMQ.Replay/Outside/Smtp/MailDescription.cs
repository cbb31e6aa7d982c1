using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;

namespace IntelMQ.Replay.Outside.Smtp;

/// <summary>A mail as the corpus writes it: envelope, some headers, which there are, and its parts, decoded.</summary>
internal static class MailDescription
{
    private static readonly string[] Told = ["subject", "from", "to", "cc", "bcc", "reply-to"];

    public static JsonNode Of(SmtpMail mail)
    {
        using var data = new MemoryStream(mail.Data);
        MimeMessage message = MimeMessage.Load(data);
        var headers = new JsonObject();
        foreach (string name in Told.Where(name => message.Headers.Contains(name)))
            headers[name] = message.Headers[name] + BlanksAfter(message.Headers[message.Headers.IndexOf(name)]);
        return new JsonObject
        {
            ["mail_from"] = mail.From,
            ["rcpt_to"] = new JsonArray([.. mail.To.Select(static to => JsonValue.Create(to))]),
            ["tls"] = mail.WasSecured,
            ["login"] = mail.Login is null ? null : new JsonArray([.. mail.Login.Select(static part => JsonValue.Create(part))]),
            ["headers"] = headers,
            ["header_names"] = new JsonArray([.. message.Headers.Select(static header => header.Field.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal).Select(static name => JsonValue.Create(name))]),
            ["parts"] = new JsonArray([.. PartsOf(message.Body!)]),
        };
    }

    // The library leaves them out.
    private static string BlanksAfter(Header header)
    {
        string raw = Encoding.Latin1.GetString(header.RawValue).TrimEnd('\r', '\n');
        return string.IsNullOrWhiteSpace(raw) ? "" : raw[raw.TrimEnd(' ').Length..];
    }

    private static IEnumerable<JsonNode> PartsOf(MimeEntity entity)
    {
        var part = new JsonObject { ["type"] = entity.ContentType.MimeType };
        yield return part;
        if (entity is Multipart several)
        {
            foreach (JsonNode inner in several.SelectMany(PartsOf))
                yield return inner;
            yield break;
        }

        if (entity.ContentDisposition is { } disposition)
            part["disposition"] = disposition.Disposition;
        if (entity.ContentDisposition?.FileName is { } name)
            part["filename"] = name;
        if (entity is not MimePart leaf)
            yield break;
        part["encoding"] = leaf.ContentTransferEncoding.ToString().ToLowerInvariant();
        if (entity is TextPart text)
        {
            part["charset"] = text.ContentType.Charset;
            part["content"] = text.Text;
            yield break;
        }

        using var content = new MemoryStream();
        leaf.Content?.DecodeTo(content);
        if (part["type"]!.GetValue<string>() == "application/zip")
            part["zip"] = MembersOf(content);
        else
            part["content"] = Bytes.ToJson(content.ToArray());
    }

    private static JsonObject MembersOf(MemoryStream content)
    {
        var members = new JsonObject();
        using var archive = new ZipArchive(content, ZipArchiveMode.Read);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using var member = new MemoryStream();
            using Stream packed = entry.Open();
            packed.CopyTo(member);
            members[entry.FullName] = Bytes.ToJson(member.ToArray());
        }

        return members;
    }
}
