using System.Buffers;
using System.Text;

namespace IntelMQ.Text;

/// <summary>Finds what an XML or HTML document says at its start of its own encoding.</summary>
internal static class DeclaredCharset
{
    // Where HTML's standard looks for it.
    private const int Looked = 1024;

    private static readonly SearchValues<char> Ends = SearchValues.Create("\"' \t\r\n;/>?");

    /// <summary>The name that the document gives; <see langword="null"/> where it gives none, and for what is no markup.</summary>
    public static string? In(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> start = text[..Math.Min(text.Length, Looked)].TrimStart(" \t\r\n\f"u8);
        if (start is not [(byte)'<', ..])
            return null;
        string head = Encoding.Latin1.GetString(start);
        if (head.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
        {
            int end = head.IndexOf("?>", StringComparison.Ordinal);
            if (ValueOf(end < 0 ? head : head[..end], "encoding") is { } name)
                return name;
        }

        for (int at = 0; (at = head.IndexOf("<meta", at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            int end = head.IndexOf('>', at);
            if (ValueOf(end < 0 ? head[at..] : head[at..end], "charset") is { } name)
                return name;
        }

        return null;
    }

    // The name behind NAME=, with or without quotes; in <meta content="text/html; charset=x"> it stands within quotes.
    private static string? ValueOf(string tag, string name)
    {
        for (int at = 0; (at = tag.IndexOf(name, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += name.Length)
        {
            ReadOnlySpan<char> rest = tag.AsSpan(at + name.Length).TrimStart();
            if (rest is not ['=', ..])
                continue;
            rest = rest[1..].TrimStart().TrimStart("\"'");
            int end = rest.IndexOfAny(Ends);
            string value = (end < 0 ? rest : rest[..end]).ToString();
            return value.Length == 0 ? null : value;
        }

        return null;
    }
}
