using System.Diagnostics.CodeAnalysis;
using MimeKit;

namespace IntelMQ.Mail.Collectors;

/// <summary>Takes mails apart that anybody may have written.</summary>
internal static class MailParser
{
    private static readonly ParserOptions Options = new() { MaxMimeDepth = 60, CharsetEncoding = System.Text.Encoding.UTF8 };

    /// <summary>Reads a mail's parts, in their order; those within attached mails too.</summary>
    /// <param name="data">The mail.</param>
    /// <param name="maxParts">The most parts.</param>
    /// <param name="parts">The parts that hold data themselves.</param>
    /// <param name="complaint">Why it cannot be read, as the end of a sentence that begins with the mail.</param>
    public static bool TryRead(byte[] data, int maxParts, [NotNullWhen(true)] out List<MimePart>? parts, [NotNullWhen(false)] out string? complaint)
    {
        parts = null;
        complaint = null;
        try
        {
            using var stream = new MemoryStream(data);
            MimeMessage message = MimeMessage.Load(Options, stream);
            var found = new List<MimePart>();
            var open = new Stack<MimeEntity>();
            if (message.Body is { } body)
                open.Push(body);
            int count = 0;
            while (open.TryPop(out MimeEntity? entity))
            {
                if (++count > maxParts)
                {
                    complaint = $"has more than {maxParts} parts, which max_parts does not allow";
                    return false;
                }

                switch (entity)
                {
                    case Multipart several:
                        for (int i = several.Count - 1; i >= 0; i--)
                            open.Push(several[i]);
                        break;
                    case MessagePart { Message.Body: { } inner }:
                        open.Push(inner);
                        break;
                    case MimePart part:
                        found.Add(part);
                        break;
                }
            }

            parts = found;
            return true;
        }
        catch (Exception exception) when (exception is FormatException or IOException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            complaint = $"cannot be read: {exception.Message.TrimEnd('.')}";
            return false;
        }
    }

    /// <summary>A part's data, decoded.</summary>
    public static byte[] DataOf(MimePart part)
    {
        using var data = new MemoryStream();
        part.Content?.DecodeTo(data);
        return data.ToArray();
    }

    /// <summary>Whether a part is a file that came with the mail.</summary>
    public static bool IsAttached(MimePart part) => part.ContentDisposition?.IsAttachment == true;

    /// <summary>A part's text, with line feeds.</summary>
    public static string TextOf(TextPart part) => part.Text.ReplaceLineEndings("\n");
}
