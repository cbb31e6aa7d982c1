using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace IntelMQ.Generators;

/// <summary>Names in configuration, and texts in C#.</summary>
internal static class Names
{
    /// <summary>A property's name in snake case: <c>HttpTimeoutSec</c> is <c>http_timeout_sec</c>, <c>Url2Fqdn</c> is <c>url2_fqdn</c>.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            char letter = name[i];
            bool begins = char.IsUpper(letter) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Literal(double number) => number.ToString("R", CultureInfo.InvariantCulture) + "D";

    public static string Literals(IEnumerable<string> texts) => $"new string[] {{ {string.Join(", ", texts.Select(Literal))} }}";
}
