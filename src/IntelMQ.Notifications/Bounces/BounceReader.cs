using IntelMQ.Mail.Outputs;
using MimeKit;

namespace IntelMQ.Notifications.Bounces;

/// <summary>Reads reports of mail servers. What they hold is anybody's: nothing is believed but what the outbox confirms.</summary>
public static class BounceReader
{
    private const int MaxRecipients = 100;

    private const int MaxWords = 300;

    /// <summary>Reads a mail.</summary>
    /// <param name="mail">The mail, RFC 5322.</param>
    /// <returns>What it says of each recipient; empty where it is no report.</returns>
    public static IReadOnlyList<Bounce> Read(ReadOnlySpan<byte> mail)
    {
        try
        {
            using var content = new MemoryStream(mail.ToArray());
            using MimeMessage message = MimeMessage.Load(content);
            if (message.Body is not MultipartReport report)
                return [];
            string id = OriginalIdOf(report);
            return [.. report.OfType<MessageDeliveryStatus>().SelectMany(static status => status.StatusGroups.Skip(1)).Take(MaxRecipients).Select(group => Read(group, id)).OfType<Bounce>()];
        }
        catch (Exception exception) when (exception is FormatException or IOException or ArgumentException or InvalidOperationException)
        {
            return [];
        }
    }

    private static Bounce? Read(HeaderList group, string id)
    {
        if (AddressOf(group["Original-Recipient"]) is not { } recipient && (recipient = AddressOf(group["Final-Recipient"])!) is null)
            return null;
        string status = (group["Status"] ?? "").Trim();
        bool isFinal = string.Equals(group["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase) && status.StartsWith("5.", StringComparison.Ordinal);
        string words = MailParts.Header($"{status} {WordsOf(group["Diagnostic-Code"])}".Trim());
        return new Bounce(recipient, id, isFinal, words.Length > MaxWords ? words[..MaxWords] : words);
    }

    // "rfc822; a@example.com": what kind of address, and the address.
    private static string? AddressOf(string? field)
    {
        string[] parts = (field ?? "").Split(';', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && parts[0].Equals("rfc822", StringComparison.OrdinalIgnoreCase) && parts[1].Contains('@', StringComparison.Ordinal) ? parts[1].Trim('<', '>').ToLowerInvariant() : null;
    }

    private static string WordsOf(string? code)
    {
        string[] parts = (code ?? "").Split(';', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 ? parts[1] : parts[0];
    }

    // The mail comes back as a whole, or its headers do.
    private static string OriginalIdOf(MultipartReport report)
    {
        foreach (MimeEntity part in report)
        {
            if (part is MessagePart { Message: { } whole } && whole.MessageId is { Length: > 0 } id)
                return id;
            if (part is TextRfc822Headers { Message: { } headers } && headers.MessageId is { Length: > 0 } other)
                return other;
        }

        return "";
    }
}
