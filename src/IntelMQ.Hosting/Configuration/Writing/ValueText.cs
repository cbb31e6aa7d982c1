using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>
/// Writes values as YAML that readers of YAML 1.1 and 1.2 understand alike, or as JSON. Maps have a line for each name, lists are in brackets, as
/// in the files that come with IntelMQ.
/// </summary>
internal static class ValueText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+=~- ");
    private static readonly string[] Words = ["null", "true", "false", "yes", "no", "on", "off"];

    /// <summary>A value within a line.</summary>
    public static string Inline(DocumentNode value, bool isJson, char quote = '\0') => value.Kind switch
    {
        DocumentKind.Text => isJson ? Json(value.Text) : Text(value.Text, quote),
        DocumentKind.Number or DocumentKind.Boolean => value.Text,
        DocumentKind.List => $"[{string.Join(", ", value.Items.Select(item => Inline(item, isJson)))}]",
        DocumentKind.Map => $"{{{string.Join(", ", value.Entries.Select(entry => $"{Name(entry.Name, isJson)}: {Inline(entry.Value, isJson)}"))}}}",
        _ => "null",
    };

    /// <summary>The name of an entry.</summary>
    public static string Name(string name, bool isJson)
        => isJson ? Json(name) : name.Contains(':', StringComparison.Ordinal) ? Quoted(name, '\'') : Text(name, '\0');

    /// <summary>An entry of a map in lines of its own, the last of them without its end.</summary>
    public static string Lines(string name, DocumentNode value, int indent, int step, string newLine)
    {
        string start = new string(' ', indent) + Name(name, isJson: false) + ":";
        return value is { Kind: DocumentKind.Map, Entries.Count: > 0 }
            ? start + newLine + Lines(value.Entries, indent + step, step, newLine)
            : $"{start} {Inline(value, isJson: false)}";
    }

    /// <summary>The entries of a map in lines of their own.</summary>
    public static string Lines(IEnumerable<DocumentEntry> entries, int indent, int step, string newLine)
        => string.Join(newLine, entries.Select(entry => Lines(entry.Name, entry.Value, indent, step, newLine)));

    private static string Text(string text, char quote)
    {
        if (quote == '\0' && IsPlain(text))
            return text;
        return Quoted(text, quote == '\0' ? '\'' : quote);
    }

    private static bool IsPlain(string text)
        => text.Length > 0
            && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')
            && !text.AsSpan().ContainsAnyExcept(Plain)
            && text[^1] is not (' ' or ':')
            && !text.Contains(": ", StringComparison.Ordinal)
            && !Words.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Quoted(string text, char quote)
    {
        bool isPrintable = text.All(static letter => letter is >= ' ' and not ('\u007F' or '\uFEFF') && !(letter is >= '\u0080' and < '\u00A0') && letter is not ('\u2028' or '\u2029') && !char.IsSurrogate(letter));
        if (quote == '\'' && isPrintable)
            return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        var builder = new StringBuilder("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"' or '\\':
                    builder.Append('\\').Append((char)rune.Value);
                    break;
                case '\n':
                    builder.Append("\\n");
                    break;
                case '\t':
                    builder.Append("\\t");
                    break;
                case < ' ' or 0x7F or (>= 0x80 and < 0xA0) or 0x2028 or 0x2029 or 0xFEFF:
                    builder.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
                    break;
                default:
                    builder.Append(rune.ToString());
                    break;
            }
        }

        return builder.Append('"').ToString();
    }

    private static string Json(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
