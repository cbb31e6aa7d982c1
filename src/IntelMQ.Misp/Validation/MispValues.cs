using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Misp.Validation;

/// <summary>Which values MISP takes for a type; an attribute with another value is left out when a feed is fetched or an event is added.</summary>
internal static class MispValues
{
    private static readonly SearchValues<char> Label = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    private static readonly SearchValues<char> Labels = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>Whether MISP takes a value.</summary>
    /// <param name="type">The attribute's type.</param>
    /// <param name="value">The value as text.</param>
    /// <param name="isNumber">Whether it is a number of JSON, which MISP wants of a whole number.</param>
    public static bool Accepts(string type, string value, bool isNumber)
    {
        if (string.IsNullOrWhiteSpace(value))
            return false;
        int bar = value.IndexOf('|', StringComparison.Ordinal);
        return type switch
        {
            "md5" => IsHex(value, 32),
            "sha1" => IsHex(value, 40),
            "sha224" => IsHex(value, 56),
            "sha256" => IsHex(value, 64),
            "sha384" => IsHex(value, 96),
            "sha512" => IsHex(value, 128),
            "ip-src" or "ip-dst" => IsNetwork(value),
            "ip-src|port" or "ip-dst|port" => bar > 0 && IPAddress.TryParse(value[..bar], out _) && IsPort(value[(bar + 1)..]),
            "domain" or "hostname" => IsName(value),
            "hostname|port" => bar > 0 && IsName(value[..bar]) && IsPort(value[(bar + 1)..]),
            "domain|ip" => bar > 0 && IsName(value[..bar]) && IPAddress.TryParse(value[(bar + 1)..], out _),
            "port" => IsPort(value),
            "AS" => uint.TryParse(value.StartsWith("AS", StringComparison.OrdinalIgnoreCase) ? value[2..] : value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "float" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number),
            "integer" => isNumber && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "boolean" => value is "0" or "1" or "true" or "false",
            "datetime" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            "email" or "email-src" or "email-dst" => IsMail(value),
            "vulnerability" => value.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase),
            "url" or "uri" or "filename" or "user-agent" => !value.Contains('\n', StringComparison.Ordinal),
            "link" => Uri.TryCreate(value, UriKind.Absolute, out _),
            _ => true,
        };
    }

    private static bool IsHex(string value, int length) => value.Length == length && value.All(char.IsAsciiHexDigit);

    private static bool IsPort(string value) => ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0;

    private static bool IsNetwork(string value)
    {
        int slash = value.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? value : value[..slash], out IPAddress? address))
            return false;
        return slash < 0 || (int.TryParse(value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
    }

    // Labels of letters, digits, hyphens and underscores, at least two, the last of at least two characters.
    private static bool IsName(string value)
    {
        int dot = value.LastIndexOf('.');
        return dot > 0 && value.Length - dot > 2
            && value.AsSpan(dot + 1).IndexOfAnyExcept(Label) < 0
            && value.AsSpan(0, dot).IndexOfAnyExcept(Labels) < 0;
    }

    private static bool IsMail(string value)
    {
        int at = value.LastIndexOf('@');
        return at > 0 && value.IndexOf('.', at) > at && !value.AsSpan(1, at - 1).ContainsAny(" \t\r\n");
    }
}
