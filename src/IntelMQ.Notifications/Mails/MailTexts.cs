using System.Text;
using IntelMQ.Templates;

namespace IntelMQ.Notifications.Mails;

/// <summary>Texts by name and language. Thread-safe.</summary>
public sealed class MailTexts
{
    /// <summary>The text of directives that name none, and of those whose text is missing.</summary>
    public const string Default = "default";

    /// <summary>The text around the parts of a mail that has several; without it, they follow one another under the first one's subject.</summary>
    public const string Frame = "frame";

    private const int MaxFile = 1 << 20;

    private static readonly MailText BuiltIn = MailText.Parse("""
        {{ rows }} events in your networks

        Dear colleagues,

        we have received information about {{ rows }} events in your networks.
        {% if table %}
        {{ table }}{% elif files %}
        They are attached: {{ files | join(", ") }}.
        {% endif %}
        Please look into them. Your answer to this mail reaches us.
        """);

    private readonly Dictionary<(string Name, string Language), MailText> _texts = [];
    private readonly Lock _gate = new();

    /// <summary>Sets a text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="language">Its language, such as <c>de</c>; empty for all that have none of their own.</param>
    /// <param name="text">The text.</param>
    public void Set(string name, string language, MailText text)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(text);
        lock (_gate)
            _texts[(name, language.ToLowerInvariant())] = text;
    }

    /// <summary>
    /// Finds a text: in the language, else in its main language (<c>de</c> for <c>de-AT</c>), else the one for all languages; where there is none of
    /// the name, <see cref="Default"/> in the same way, and at last a plain English one.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="language">The language.</param>
    public MailText Find(string name, string language)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(language);
        return Look(name, language) ?? Look(Default, language) ?? BuiltIn;
    }

    /// <summary>Reads a folder: <c>NAME.txt</c> for all languages, <c>NAME.LANGUAGE.txt</c> for one; the first line of each is the subject.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The folder or a file cannot be read, or a file is no template; the message names it.</exception>
    public static MailTexts Read(string folder)
    {
        var texts = new MailTexts();
        foreach (string file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            if (new FileInfo(file).Length > MaxFile)
                throw new IOException($"The text '{file}' has more than 1 MiB.");
            string[] parts = Path.GetFileNameWithoutExtension(file).Split('.', 2);
            try
            {
                texts.Set(parts[0], parts.Length > 1 ? parts[1] : "", MailText.Parse(File.ReadAllText(file, Encoding.UTF8)));
            }
            catch (TemplateException exception)
            {
                throw new IOException($"The text '{file}' is no template: {exception.Message}", exception);
            }
        }

        return texts;
    }

    internal MailText? Look(string name, string language)
    {
        string exact = language.ToLowerInvariant();
        string main = exact.Split('-', '_')[0];
        lock (_gate)
        {
            return _texts.TryGetValue((name, exact), out MailText? found) || _texts.TryGetValue((name, main), out found) || _texts.TryGetValue((name, ""), out found) ? found : null;
        }
    }
}
