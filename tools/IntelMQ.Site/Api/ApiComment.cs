using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace IntelMQ.Site.Api;

/// <summary>A documentation comment as Markdown.</summary>
/// <param name="Summary">What it is.</param>
/// <param name="Remarks">More of it; empty where there is no more.</param>
/// <param name="Example">Code; empty where there is none.</param>
/// <param name="Parameters">What is said of parameters, by name.</param>
/// <param name="Returns">What is returned; empty where nothing is said.</param>
/// <param name="Exceptions">What is thrown and when, by the exception's name.</param>
/// <param name="Inherits">Whether the text is that of another member.</param>
internal sealed partial record ApiComment(
    string Summary,
    string Remarks,
    string Example,
    IReadOnlyList<KeyValuePair<string, string>> Parameters,
    string Returns,
    IReadOnlyList<KeyValuePair<string, string>> Exceptions,
    bool Inherits)
{
    public static ApiComment None { get; } = new("", "", "", [], "", [], false);

    /// <summary>Reads the lines of a comment, their slashes taken off.</summary>
    public static ApiComment Parse(string text)
    {
        XElement comment;
        try
        {
            comment = XElement.Parse($"<doc>{text}</doc>", LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return None;
        }

        return new ApiComment(
            TextOf(comment.Element("summary")),
            TextOf(comment.Element("remarks")),
            CodeOf(comment.Element("example")),
            [.. comment.Elements("param").Select(static element => KeyValuePair.Create((string?)element.Attribute("name") ?? "", TextOf(element)))],
            TextOf(comment.Element("returns")),
            [.. comment.Elements("exception").Select(static element => KeyValuePair.Create(ShortName((string?)element.Attribute("cref") ?? ""), TextOf(element)))],
            comment.Element("inheritdoc") is not null);
    }

    private static string CodeOf(XElement? example)
        => string.Join('\n', (example?.Element("code")?.Value ?? "").Trim('\n').Split('\n').Select(static line => line.Trim() == "" ? "" : line.TrimEnd()));

    private static string TextOf(XElement? element)
    {
        if (element is null)
            return "";
        var text = new StringBuilder();
        Append(element, text);
        return string.Join("\n\n", Paragraphs().Split(text.ToString()).Select(static part => Blanks().Replace(part, " ").Trim()).Where(static part => part.Length > 0));
    }

    private static void Append(XElement element, StringBuilder text)
    {
        foreach (XNode node in element.Nodes())
        {
            switch (node)
            {
                case XText plain:
                    text.Append(Special().Replace(plain.Value, @"\$0"));
                    break;
                case XElement { Name.LocalName: "see" or "seealso" } see:
                    text.Append('`').Append((string?)see.Attribute("langword") ?? ShortName((string?)see.Attribute("cref") ?? (string?)see.Attribute("href") ?? "")).Append('`');
                    break;
                case XElement { Name.LocalName: "paramref" or "typeparamref" } parameter:
                    text.Append('`').Append((string?)parameter.Attribute("name")).Append('`');
                    break;
                case XElement { Name.LocalName: "c" or "code" } code:
                    text.Append('`').Append(code.Value.Replace('`', '\'')).Append('`');
                    break;
                case XElement { Name.LocalName: "para" or "item" } paragraph:
                    text.Append("\n\n");
                    Append(paragraph, text);
                    text.Append("\n\n");
                    break;
                case XElement inner:
                    Append(inner, text);
                    break;
            }
        }
    }

    // Parameters stay: two of a name differ in them.
    private static string ShortName(string reference)
    {
        int list = reference.IndexOf('(', StringComparison.Ordinal);
        string name = list < 0 ? reference : reference[..list];
        return name.Replace('{', '<').Replace('}', '>') + (list < 0 ? "" : reference[list..].Replace('{', '<').Replace('}', '>'));
    }

    [GeneratedRegex(@"\n\s*\n", RegexOptions.None, 1000)]
    private static partial Regex Paragraphs();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\\`*_\[\]<>#|]", RegexOptions.None, 1000)]
    private static partial Regex Special();
}
