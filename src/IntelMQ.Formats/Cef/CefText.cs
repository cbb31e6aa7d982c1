using System.Text;
using System.Text.RegularExpressions;

namespace IntelMQ.Formats;

/// <summary>Lines of CEF: what is escaped, and how they are taken apart.</summary>
internal static partial class CefText
{
    private const int Parts = 7;

    /// <summary>Appends a part of the head: on one line, with pipes and backslashes escaped.</summary>
    public static void AppendHead(string text, StringBuilder line)
    {
        foreach (char letter in text)
        {
            if (letter is '|' or '\\')
                line.Append('\\');
            line.Append(letter is '\r' or '\n' ? ' ' : letter);
        }

        line.Append('|');
    }

    /// <summary>Appends a key and its value: equals signs, backslashes and line ends escaped.</summary>
    public static void AppendPair(string key, string value, StringBuilder line)
    {
        if (line[^1] != '|')
            line.Append(' ');
        line.Append(key).Append('=');
        foreach (char letter in value)
        {
            _ = letter switch
            {
                '\\' => line.Append("\\\\"),
                '=' => line.Append("\\="),
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                _ => line.Append(letter),
            };
        }
    }

    /// <summary>Takes a line apart.</summary>
    /// <param name="line">The line; something may stand before <c>CEF:</c>.</param>
    /// <param name="head">The parts of the head: version, vendor, product, version, signature, name, severity.</param>
    /// <param name="pairs">The keys of the extension; of one that stands twice the first.</param>
    /// <returns>Not where it is no line of CEF.</returns>
    public static bool TryRead(string line, out string[] head, out Dictionary<string, string> pairs)
    {
        pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        head = new string[Parts];
        int next = line.IndexOf("CEF:", StringComparison.Ordinal);
        if (next < 0)
            return false;
        next += 4;
        var part = new StringBuilder();
        for (int i = 0; i < Parts; i++)
        {
            part.Clear();
            for (; next < line.Length && line[next] != '|'; next++)
            {
                if (line[next] == '\\' && next + 1 < line.Length && line[next + 1] is '|' or '\\')
                    next++;
                part.Append(line[next]);
            }

            if (next == line.Length && i < Parts - 1)
                return false;
            head[i] = part.ToString();
            next++;
        }

        string extension = next < line.Length ? line[next..].TrimEnd('\r', '\n') : "";
        MatchCollection keys = Key().Matches(extension);
        for (int i = 0; i < keys.Count; i++)
        {
            int start = keys[i].Index + keys[i].Length;
            int end = i + 1 < keys.Count ? keys[i + 1].Index : extension.Length;
            pairs.TryAdd(keys[i].Groups[1].Value, Unescape(extension.AsSpan(start, Math.Max(end - start, 0))));
        }

        return true;
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
            return text.ToString();
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            _ = text[i] switch
            {
                'n' => plain.Append('\n'),
                'r' => plain.Append('\r'),
                '\\' or '=' or '|' => plain.Append(text[i]),
                _ => plain.Append('\\').Append(text[i]),
            };
        }

        return plain.ToString();
    }

    // A key stands at the beginning or behind a blank; an equals sign within a value is escaped.
    [GeneratedRegex(@"(?:^| )([A-Za-z0-9_.\-\[\]]+)=", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
