using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>
/// Documentation comments as text. They are read from the source, since a compiler that writes no documentation file does not look into
/// comments.
/// </summary>
internal static class Comments
{
    private static readonly Regex Blanks = new(@"\s+", RegexOptions.CultureInvariant);
    private static readonly Regex Name = new(@"\A`\w+`(?: \([^)]*\))?: ", RegexOptions.CultureInvariant);

    /// <summary>The summary with code in backticks; empty where there is none.</summary>
    public static string SummaryOf(ISymbol symbol)
    {
        foreach (SyntaxReference declaration in symbol.DeclaringSyntaxReferences)
        {
            if (Read(declaration.GetSyntax().GetLeadingTrivia().ToFullString()) is { Length: > 0 } summary)
                return summary;
        }

        return "";
    }

    /// <summary>What a parameter means: the summary without the name that it may begin with.</summary>
    public static string MeaningOf(ISymbol symbol)
    {
        string summary = SummaryOf(symbol);
        Match name = Name.Match(summary);
        return name.Success && summary.Length > name.Length
            ? $"{char.ToUpperInvariant(summary[name.Length])}{summary.Substring(name.Length + 1)}"
            : summary;
    }

    /// <summary>The first sentence, without backticks.</summary>
    public static string FirstSentence(string summary)
    {
        string text = summary.Replace("`", "");
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text.Substring(0, end + 1);
    }

    private static string Read(string trivia)
    {
        var comment = new StringBuilder("<comment>");
        foreach (string line in trivia.Split('\n'))
        {
            string text = line.Trim();
            if (text.StartsWith("///", StringComparison.Ordinal) && !text.StartsWith("////", StringComparison.Ordinal))
                comment.Append(text, 3, text.Length - 3).Append('\n');
        }

        comment.Append("</comment>");
        try
        {
            var words = new StringBuilder();
            if (XElement.Parse(comment.ToString(), LoadOptions.PreserveWhitespace).Element("summary") is { } summary)
                Append(summary, words);
            return Blanks.Replace(words.ToString(), " ").Trim();
        }
        catch (XmlException)
        {
            return "";
        }
    }

    private static void Append(XElement element, StringBuilder words)
    {
        foreach (XNode node in element.Nodes())
        {
            if (node is XText plain)
                words.Append(plain.Value);
            else if (node is XElement inner)
                AppendElement(inner, words);
        }
    }

    private static void AppendElement(XElement element, StringBuilder words)
    {
        string? target = (string?)element.Attribute("langword") ?? (string?)element.Attribute("name") ?? LastName((string?)element.Attribute("cref"));
        if (element.Name.LocalName == "c")
            words.Append('`').Append(element.Value).Append('`');
        else if (target is not null && element.IsEmpty)
            words.Append('`').Append(target).Append('`');
        else
            Append(element, words);
    }

    private static string? LastName(string? cref)
    {
        if (cref is null)
            return null;
        string[] names = cref.Split('(', '{')[0].Split('.', ':');
        return names[names.Length - 1];
    }
}
