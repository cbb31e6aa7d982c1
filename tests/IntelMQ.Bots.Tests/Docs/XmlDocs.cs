using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>The documentation comments of types and properties, as Markdown.</summary>
internal static partial class XmlDocs
{
    private static readonly string[] Files = [.. DescribedBots.Files.Append("IntelMQ.Core.xml").Distinct()];
    private static readonly Dictionary<string, XElement> Members = Read();

    public static string SummaryOf(Type type) => Text($"T:{type.FullName}", "summary");

    public static string RemarksOf(Type type) => Text($"T:{type.FullName}", "remarks");

    /// <summary>What a parameter means: the comment without the name that it begins with.</summary>
    public static string SummaryOf(PropertyInfo property)
    {
        string text = Text($"P:{property.DeclaringType!.FullName}.{property.Name}", "summary");
        Match name = Name().Match(text);
        return name.Success ? $"{char.ToUpperInvariant(text[name.Length])}{text[(name.Length + 1)..]}" : text;
    }

    private static string Text(string member, string part)
    {
        if (!Members.TryGetValue(member, out XElement? comment) || comment.Element(part) is not { } element)
            return "";
        var text = new StringBuilder();
        Append(element, text);
        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    private static void Append(XElement element, StringBuilder text)
    {
        foreach (XNode node in element.Nodes())
        {
            if (node is XText plain)
            {
                text.Append(plain.Value);
            }
            else if (node is XElement inner)
            {
                string? target = (string?)inner.Attribute("langword") ?? (string?)inner.Attribute("name") ?? ((string?)inner.Attribute("cref"))?.Split('(')[0].Split('.', ':')[^1];
                if (inner.Name.LocalName is "c")
                    text.Append('`').Append(inner.Value).Append('`');
                else if (target is not null && inner.IsEmpty)
                    text.Append('`').Append(target).Append('`');
                else
                    Append(inner, text);
            }
        }
    }

    private static Dictionary<string, XElement> Read()
        => Files.SelectMany(static file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
            .Where(static member => ((string)member.Attribute("name")!).Contains(":IntelMQ.", StringComparison.Ordinal))
            .ToDictionary(static member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\A`\w+`: ")]
    private static partial Regex Name();
}
