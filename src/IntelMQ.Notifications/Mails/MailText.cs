using IntelMQ.Templates;

namespace IntelMQ.Notifications.Mails;

/// <summary>A text for mails: templates in the part of Jinja that <see cref="Template"/> knows. Thread-safe.</summary>
public sealed class MailText
{
    private MailText(string source, Template subject, Template body) => (Source, Subject, Body) = (source, subject, body);

    /// <summary>The text as it is edited: its first line is the subject.</summary>
    public string Source { get; }

    internal Template Subject { get; }

    internal Template Body { get; }

    /// <summary>Reads a text: the first line is the subject, what follows, after an empty line or at once, the text.</summary>
    /// <param name="source">The text.</param>
    /// <exception cref="TemplateException">It is not understood.</exception>
    public static MailText Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        string text = source.ReplaceLineEndings("\n").TrimStart('\ufeff');
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        string subject = end < 0 ? text : text[..end];
        string body = end < 0 ? "" : text[(end + 1)..];
        return new MailText(source, Template.Parse(subject.Trim()), Template.Parse(body.StartsWith('\n') ? body[1..] : body));
    }

    /// <inheritdoc/>
    public override string ToString() => Source;
}
