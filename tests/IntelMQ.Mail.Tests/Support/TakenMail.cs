using MimeKit;

namespace IntelMQ.Mail.Tests;

/// <summary>A mail that a server of the tests has taken.</summary>
public sealed record TakenMail(string From, IReadOnlyList<string> To, byte[] Data)
{
    public MimeMessage Message
    {
        get
        {
            using var data = new MemoryStream(Data);
            return MimeMessage.Load(data);
        }
    }

    public string Text => Message.TextBody!.ReplaceLineEndings("\n");
}
