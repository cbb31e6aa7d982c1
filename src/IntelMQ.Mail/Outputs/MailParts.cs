using System.Security.Cryptography;
using System.Text;
using IntelMQ.Bots;
using MimeKit;
using MimeKit.Text;

namespace IntelMQ.Mail.Outputs;

/// <summary>Makes the parts of a mail from texts that hold what events say: nothing in them can begin another header, address or part.</summary>
internal static class MailParts
{
    private static readonly MimeKit.ParserOptions Strict = new() { AddressParserComplianceMode = RfcComplianceMode.Strict, AllowAddressesWithoutDomain = true, AllowUnquotedCommasInAddresses = false };

    /// <summary>The addresses of a text with commas between them; names may stand before addresses. Empty places are passed over.</summary>
    /// <exception cref="RefusedException">One of them is no address, or there is none.</exception>
    public static IReadOnlyList<MailboxAddress> Addresses(string text, string parameter)
    {
        string shown = Header(text);
        if (shown != text.Trim() && text.AsSpan().ContainsAny('\r', '\n'))
            throw new RefusedException($"{parameter} gives '{shown}', which holds a line break.");
        var found = new List<MailboxAddress>();
        foreach (string part in Parts(text))
        {
            if (!MailboxAddress.TryParse(Strict, part, out MailboxAddress? address) || string.IsNullOrEmpty(address.Address) || address.Address.AsSpan().ContainsAny(" \t<>,"))
                throw new RefusedException($"{parameter} gives '{Header(part)}', which is no mail address.");
            found.Add(address);
        }

        return found.Count > 0 ? found : throw new RefusedException($"{parameter} gives no address for this event.");
    }

    /// <summary>A text as a header's value: on one line, without control characters.</summary>
    public static string Header(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f') && text.AsSpan().IndexOfAny('\u2028', '\u2029') < 0)
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (char c in text.ReplaceLineEndings("\n"))
            clean.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        return clean.ToString();
    }

    /// <summary>Gives a mail its subject; blanks at its end are sent, too.</summary>
    /// <param name="message">The mail.</param>
    /// <param name="subject">One line, as <see cref="Header"/> makes it.</param>
    public static void SetSubject(MimeMessage message, string subject)
    {
        message.Subject = subject;
        int blanks = subject.Length - subject.AsSpan().TrimEnd(' ').Length;
        if (blanks == 0 || blanks == subject.Length)
            return;
        MimeKit.Header header = message.Headers[message.Headers.IndexOf(HeaderId.Subject)];
        header.SetRawValue([.. Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(header.RawValue).TrimEnd()), .. Enumerable.Repeat((byte)' ', blanks), (byte)'\r', (byte)'\n']);
    }

    /// <summary>A part with text.</summary>
    public static TextPart Text(string subtype, string text) => new(subtype) { Text = text };

    /// <summary>Gives a mail its headers.</summary>
    /// <param name="mail">The mail, with its body.</param>
    /// <param name="identity">What the mail is of: the same gives the same id, by which one that is sent twice is recognised.</param>
    /// <param name="now">The time.</param>
    public static void Finish(OutgoingMail mail, ReadOnlySpan<byte> identity, DateTimeOffset now)
    {
        MimeMessage message = mail.Message;
        message.Date = now;
        string domain = mail.Sender.Domain is { Length: > 0 } named && named.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') ? named : "localhost";
        message.MessageId = $"{Convert.ToHexStringLower(SHA256.HashData(identity))[..40]}@{domain}";
    }

    /// <summary>The identity of a mail: what it says, to whom, and of which event.</summary>
    public static byte[] IdentityOf(params ReadOnlySpan<string> parts) => Encoding.UTF8.GetBytes(string.Join('\0', parts.ToArray()));

    // A comma within quotes or a comment separates nothing.
    private static IEnumerable<string> Parts(string text)
    {
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && isQuoted)
                i++;
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (text[i] == ',' && !isQuoted)
            {
                if (!string.IsNullOrWhiteSpace(text.AsSpan(start, i - start).ToString()))
                    yield return text[start..i].Trim();
                start = i + 1;
            }
        }

        if (start < text.Length && !string.IsNullOrWhiteSpace(text[start..]))
            yield return text[start..].Trim();
    }
}
