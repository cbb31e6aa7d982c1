using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>Names and addresses that people made harmless by brackets around a dot or colon: what they were before.</summary>
internal static class Refanged
{
    /// <summary>Whether a text has brackets at all, which no host name has.</summary>
    public static bool HasBrackets(ReadOnlySpan<byte> host) => host.IndexOfAny("[({"u8) >= 0;

    /// <summary>Whether a text has one of the forms in square brackets, which no URL has.</summary>
    public static bool IsHarmless(ReadOnlySpan<byte> url)
        => url.IndexOf("[.]"u8) >= 0 || url.IndexOf("[:]"u8) >= 0 || url.IndexOf("[://]"u8) >= 0 || url.IndexOf("[dot]"u8) >= 0;

    /// <summary>Appends a host with <c>[.]</c>, <c>(.)</c>, <c>{.}</c> and the same around <c>dot</c> turned into dots.</summary>
    public static void WriteHost(ReadOnlySpan<byte> host, Utf8Buffer buffer)
    {
        while (!host.IsEmpty)
        {
            int length = DotLength(host);
            buffer.Append(length > 0 ? (byte)'.' : host[0]);
            host = host[Math.Max(length, 1)..];
        }
    }

    /// <summary>
    /// Appends a URL with <c>[:]</c> and <c>[://]</c> behind the scheme and the dots of its host made whole; path, query and fragment stay.
    /// </summary>
    public static void WriteUrl(ReadOnlySpan<byte> url, Utf8Buffer buffer)
    {
        int scheme = 0;
        while (scheme < url.Length && (char.IsAsciiLetterOrDigit((char)url[scheme]) || url[scheme] is (byte)'+' or (byte)'-'))
            scheme++;
        buffer.Append(url[..scheme]);
        ReadOnlySpan<byte> rest = url[scheme..];
        int mark = rest.StartsWith("[://]"u8) ? 5 : rest.StartsWith("[:]//"u8) ? 5 : rest.StartsWith("://"u8) ? 3 : 0;
        if (mark == 0)
        {
            buffer.Append(rest);
            return;
        }

        buffer.Append("://"u8);
        rest = rest[mark..];
        int end = rest.IndexOfAny("/?#"u8);
        WriteHost(end < 0 ? rest : rest[..end], buffer);
        if (end >= 0)
            buffer.Append(rest[end..]);
    }

    private static int DotLength(ReadOnlySpan<byte> text)
    {
        byte close = text[0] switch { (byte)'[' => (byte)']', (byte)'(' => (byte)')', (byte)'{' => (byte)'}', _ => 0 };
        if (close == 0)
            return 0;
        if (text.Length >= 3 && text[1] == (byte)'.' && text[2] == close)
            return 3;
        return text.Length >= 5 && text[4] == close && System.Text.Ascii.EqualsIgnoreCase(text[1..4], "dot"u8) ? 5 : 0;
    }
}
