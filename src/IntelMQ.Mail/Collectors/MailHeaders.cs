using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using MimeKit;

namespace IntelMQ.Mail.Collectors;

/// <summary>What reports say of the mail that they came in.</summary>
internal static class MailHeaders
{
    /// <summary>The subject, decoded; one that is plain keeps its folds as line feeds.</summary>
    public static string? Subject(HeaderList headers)
    {
        if (Find(headers, HeaderId.Subject) is not { } header)
            return null;
        string raw = Encoding.UTF8.GetString(header.RawValue);
        return raw.Contains("=?", StringComparison.Ordinal) || raw.Contains('\uFFFD', StringComparison.Ordinal)
            ? header.Value
            : raw.ReplaceLineEndings("\n").TrimStart(' ').TrimEnd('\n');
    }

    /// <summary>The subject on one line, as filters see it.</summary>
    public static string? Unfolded(HeaderList headers) => Subject(headers)?.ReplaceLineEndings("");

    /// <summary>Writes the sender, subject, date and id into a report.</summary>
    public static void Describe(Report report, HeaderList headers)
    {
        Set(report, "extra.email_subject", Subject(headers));
        Set(report, "extra.email_from", From(headers));
        Set(report, "extra.email_message_id", Plain(headers, HeaderId.MessageId));
        Set(report, "extra.email_date", Plain(headers, HeaderId.Date));
    }

    /// <summary>Sets a field unless there is nothing to set.</summary>
    public static void Set(Report report, string field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            report.Set(field, FieldValue.Text(Encoding.UTF8.GetBytes(text)));
    }

    private static string? From(HeaderList headers)
        => Find(headers, HeaderId.From) is { } header && InternetAddressList.TryParse(header.Value, out InternetAddressList? addresses)
            ? string.Join(',', addresses.Mailboxes.Select(static mailbox => mailbox.Address))
            : null;

    private static string? Plain(HeaderList headers, HeaderId id) => Find(headers, id)?.Value.Trim();

    private static Header? Find(HeaderList headers, HeaderId id)
    {
        foreach (Header header in headers)
        {
            if (header.Id == id)
                return header;
        }

        return null;
    }
}
