using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace IntelMQ.Site.Html;

/// <summary>Marks the words of code by what they are. Small on purpose: what it does not know stays plain.</summary>
internal static partial class Highlighter
{
    private static readonly string[] Kinds = ["comment", "string", "number", "keyword", "type", "name"];

    public static string Html(string code, string language)
    {
        Regex? words = language switch
        {
            "csharp" => CSharp(),
            "json" => Json(),
            "sieve" => Sieve(),
            "console" => Console(),
            "xml" => Xml(),
            _ => null,
        };
        if (words is null)
            return WebUtility.HtmlEncode(code);
        var html = new StringBuilder();
        int end = 0;
        foreach (Match match in words.Matches(code))
        {
            html.Append(WebUtility.HtmlEncode(code[end..match.Index]));
            string? kind = Kinds.FirstOrDefault(kind => match.Groups[kind].Success);
            html.Append(kind is null ? "" : $"<span class=\"{kind}\">").Append(WebUtility.HtmlEncode(match.Value)).Append(kind is null ? "" : "</span>");
            end = match.Index + match.Length;
        }

        return html.Append(WebUtility.HtmlEncode(code[end..])).ToString();
    }

    [GeneratedRegex("""
        (?<comment>//[^\n]*)
        |(?<string>\$*"{3}[\s\S]*?"{3}(?:u8)?|\$?@?"(?:\\.|[^"\\\n])*"(?:u8)?|'(?:\\.|[^'\\\n])')
        |(?<keyword>\b(?:abstract|async|await|base|bool|byte|case|catch|class|const|default|double|else|false|finally|for|foreach|from|if|in|int|interface|internal|is|long|namespace|new|not|null|or|out|override|partial|private|protected|public|readonly|record|ref|return|sealed|static|string|struct|switch|this|throw|true|try|typeof|using|var|virtual|void|when|while|with|yield)\b)
        |(?<type>\b[A-Z]\w*\b)
        |(?<number>\b\d[\d_.]*\b)
        """, RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex CSharp();

    [GeneratedRegex("""(?<name>"(?:\\.|[^"\\\n])*"(?=\s*:))|(?<string>"(?:\\.|[^"\\\n])*")|(?<keyword>\b(?:true|false|null)\b)|(?<number>-?\b\d[\d.eE+-]*)""", RegexOptions.None, 1000)]
    private static partial Regex Json();

    [GeneratedRegex("""(?<comment>(?:\#|//)[^\n]*)|(?<string>'(?:\\'|[^'])*'|"(?:\\"|[^"])*")|(?<keyword>\b(?:if|elif|else|drop|keep|path|add!?|update|remove|append!?)(?![\w.])|:[a-z]+)|(?<number>\b\d[\d.]*\b)|(?<name>\$\w+)""", RegexOptions.None, 1000)]
    private static partial Regex Sieve();

    [GeneratedRegex(@"(?<comment>^\#[^\n]*)|(?<keyword>^[\w./]+)|(?<name>(?<=\s)--?[\w-]+)|(?<string>'[^'\n]*')", RegexOptions.Multiline, 1000)]
    private static partial Regex Console();

    [GeneratedRegex("""(?<comment><!--[\s\S]*?-->)|(?<keyword></?[\w.]+|/?>)|(?<name>\b[\w.]+(?==))|(?<string>"[^"]*")""", RegexOptions.None, 1000)]
    private static partial Regex Xml();
}
