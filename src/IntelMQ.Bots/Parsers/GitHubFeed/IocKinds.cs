using System.Buffers;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.GitHubFeed;

/// <summary>Tells indicators of compromise apart, as strictly as the feeds' readers do.</summary>
internal static class IocKinds
{
    private const int MaxLabel = 63;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>What a text is.</summary>
    public static IocKind Of(ReadOnlySpan<byte> text)
    {
        if (text.Length is 32 or 40 or 64 && !text.ContainsAnyExcept(HexDigits))
            return text.Length == 32 ? IocKind.Md5 : text.Length == 40 ? IocKind.Sha1 : IocKind.Sha256;
        if (IsName(text))
            return IocKind.Fqdn;
        if (IpAddressValue.TryParse(text, out _))
            return IocKind.Ip;
        return IsUrl(text) ? IocKind.Url : IocKind.Unknown;
    }

    private static bool IsName(ReadOnlySpan<byte> text)
    {
        if (System.Text.Ascii.IsValid(text))
            return HasNameForm(text);
        var buffer = new Utf8Buffer();
        FieldValue value = FieldValue.Text(text);
        Harmonized name = HarmonizationTypes.FQDN.Convert(value, buffer);
        return name.IsValid && HasNameForm(name.Value(value, buffer).Utf8);
    }

    private static bool HasNameForm(ReadOnlySpan<byte> name)
    {
        int labels = 0;
        ReadOnlySpan<byte> last = default;
        foreach (Range range in name.Split((byte)'.'))
        {
            last = name[range];
            labels++;
            if (last.Length is 0 or > MaxLabel || !IsAlphanumeric(last[0]) || !IsAlphanumeric(last[^1]))
                return false;
            foreach (byte symbol in last)
            {
                if (!IsAlphanumeric(symbol) && symbol is not ((byte)'-' or (byte)'_'))
                    return false;
            }
        }

        return labels > 1 && last.Length > 1 && char.IsAsciiLetter((char)last[^1]);
    }

    private static bool IsUrl(ReadOnlySpan<byte> text)
    {
        int colon = text.IndexOf("://"u8);
        if (colon < 0 || !IsScheme(text[..colon]))
            return false;
        ReadOnlySpan<byte> rest = text[(colon + 3)..];
        int end = rest.IndexOfAny("/?#"u8);
        ReadOnlySpan<byte> path = end < 0 ? default : rest[end..];
        if (!Utf8Text.Trim(path).SequenceEqual(path) || path.IndexOfAny(" \t\r\n"u8) >= 0)
            return false;
        return IsHostAndPort(end < 0 ? rest : rest[..end]);
    }

    private static bool IsHostAndPort(ReadOnlySpan<byte> text)
    {
        int bracket = text.IndexOf((byte)']');
        int colon = text[(bracket + 1)..].IndexOf((byte)':');
        if (colon >= 0)
        {
            ReadOnlySpan<byte> port = text[(bracket + 1 + colon + 1)..];
            if (port.Length is < 2 or > 5 || port.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                return false;
            text = text[..(bracket + 1 + colon)];
        }

        if (text.Length > 2 && text[0] == (byte)'[' && text[^1] == (byte)']')
            return IpAddressValue.TryParse(text[1..^1], out IpAddressValue six) && six.IsIPv6;
        return System.Text.Ascii.EqualsIgnoreCase(text, "localhost"u8) || HasNameForm(text)
            || (IpAddressValue.TryParse(text, out IpAddressValue four) && four.IsIPv4);
    }

    private static bool IsScheme(ReadOnlySpan<byte> text)
        => System.Text.Ascii.EqualsIgnoreCase(text, "http"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "https"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "ftp"u8);

    private static bool IsAlphanumeric(byte symbol) => char.IsAsciiLetterOrDigit((char)symbol);
}
