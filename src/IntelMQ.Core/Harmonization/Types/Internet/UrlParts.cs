using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// The parts of a URL as IntelMQ tells them apart: by the delimiters alone, as they are written, so that almost any text has parts.
/// <c>http://user@Example.com:80/a?b#c</c> is scheme <c>http</c>, network location <c>user@Example.com:80</c>, path <c>/a</c>, query
/// <c>b</c> and fragment <c>c</c>. A view, valid as long as the text.
/// </summary>
/// <remarks>
/// The rules are those of Python's <c>urllib.parse.urlsplit</c>: leading control characters and blanks, and tabs and line breaks anywhere,
/// do not count. Allocates only for these, and for a scheme or host that is not lower-case.
/// </remarks>
public readonly ref struct UrlParts
{
    private static readonly FrozenSet<string> SchemesWithParameters = FrozenSet.Create(
        "", "ftp", "hdl", "prospero", "http", "https", "imap", "shttp", "rtsp", "rtsps", "rtspu", "sip", "sips", "mms", "sftp", "tel");

    private UrlParts(
        ReadOnlySpan<byte> scheme,
        ReadOnlySpan<byte> networkLocation,
        ReadOnlySpan<byte> path,
        ReadOnlySpan<byte> query,
        ReadOnlySpan<byte> fragment)
    {
        Scheme = scheme;
        NetworkLocation = networkLocation;
        Path = path;
        Query = query;
        Fragment = fragment;
    }

    /// <summary>What stands before the first colon, lower-case; empty where that is no scheme.</summary>
    public ReadOnlySpan<byte> Scheme { get; }

    /// <summary>What stands between <c>//</c> and the next <c>/</c>, <c>?</c> or <c>#</c>: user, host and port.</summary>
    public ReadOnlySpan<byte> NetworkLocation { get; }

    /// <summary>What stands before the query and the fragment; begins with a slash where there is a network location.</summary>
    public ReadOnlySpan<byte> Path { get; }

    /// <summary>What stands between the first <c>?</c> and the fragment.</summary>
    public ReadOnlySpan<byte> Query { get; }

    /// <summary>What stands after the first <c>#</c>.</summary>
    public ReadOnlySpan<byte> Fragment { get; }

    /// <summary>What stands before the last <c>@</c> of the network location: a user name, perhaps a colon and a password.</summary>
    public ReadOnlySpan<byte> UserInfo => NetworkLocation[..Math.Max(NetworkLocation.LastIndexOf((byte)'@'), 0)];

    /// <summary>What stands before the first colon of the user info.</summary>
    public ReadOnlySpan<byte> UserName
    {
        get
        {
            ReadOnlySpan<byte> name = UserInfo;
            CutAt((byte)':', ref name);
            return name;
        }
    }

    /// <summary>The path without parameters (<c>;x</c> in its last segment), for schemes that have any.</summary>
    public ReadOnlySpan<byte> PathWithoutParameters
    {
        get
        {
            int segment = Path.LastIndexOf((byte)'/') + 1;
            int parameters = SchemesWithParameters.Contains(Encoding.ASCII.GetString(Scheme)) ? Path[segment..].IndexOf((byte)';') : -1;
            return parameters < 0 ? Path : Path[..(segment + parameters)];
        }
    }

    /// <summary>
    /// The host, without brackets and port, lower-case (a scope after <c>%</c> stays as it is); empty where there is none.
    /// </summary>
    public ReadOnlySpan<byte> Host
    {
        get
        {
            SplitHost(out ReadOnlySpan<byte> host, out _);
            int scope = host.IndexOf((byte)'%');
            ReadOnlySpan<byte> name = scope < 0 ? host : host[..scope];
            if (Ascii.IsValid(name) && !name.ContainsAnyInRange((byte)'A', (byte)'Z'))
                return host;
            var lower = new Utf8Buffer(host.Length);
            PythonCase.Lower(name, lower);
            lower.Append(host[name.Length..]);
            return lower.WrittenSpan;
        }
    }

    /// <summary>
    /// Reads the host as an address: IPv6 in brackets, four numbers, or one of the forms that browsers take for IPv4, one to four numbers,
    /// decimal, octal (<c>0300</c>) or hexadecimal (<c>0xC0</c>), of which the last fills the rest: <c>3221225985</c> is 192.0.2.1.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <returns>False where the host is a name, or no address at all (<c>192.0.2.256</c>).</returns>
    public bool TryGetAddress(out IpAddressValue address)
    {
        ReadOnlySpan<byte> host = Host;
        return IpAddressValue.TryParse(host, out address) || HostNumber.TryRead(host, out address);
    }

    /// <summary>Splits a URL.</summary>
    /// <param name="url">Valid UTF-8.</param>
    /// <param name="parts">Its parts.</param>
    /// <returns>
    /// False where a host has a bracket without its counterpart, or brackets around anything but an IPv6 address; or where the network
    /// location has characters that look like one of its delimiters (<c>℀</c>, which is <c>a/c</c>).
    /// </returns>
    public static bool TrySplit(ReadOnlySpan<byte> url, out UrlParts parts)
    {
        parts = default;
        int first = url.IndexOfAnyExceptInRange((byte)0, (byte)' ');
        ReadOnlySpan<byte> rest = WithoutLineBreaks(first < 0 ? default : url[first..]);

        ReadOnlySpan<byte> scheme = TakeScheme(ref rest);
        ReadOnlySpan<byte> location = default;
        if (rest.StartsWith("//"u8))
        {
            location = rest[2..];
            int end = location.IndexOfAny("/?#"u8);
            rest = end < 0 ? default : location[end..];
            location = end < 0 ? location : location[..end];
            if (!HasValidBrackets(location) || HasHiddenDelimiters(location))
                return false;
        }
        ReadOnlySpan<byte> fragment = CutAt((byte)'#', ref rest);
        ReadOnlySpan<byte> query = CutAt((byte)'?', ref rest);
        parts = new UrlParts(scheme, location, rest, query, fragment);
        return true;
    }

    /// <summary>Reads the port.</summary>
    /// <param name="port">The port, or null where there is none (<c>host</c>, <c>host:</c>).</param>
    /// <returns>False where it is not a decimal number up to 65535.</returns>
    public bool TryGetPort(out int? port)
    {
        port = null;
        SplitHost(out _, out ReadOnlySpan<byte> text);
        if (text.IsEmpty)
            return true;
        ReadOnlySpan<byte> digits = text.TrimStart((byte)'0');
        int value = 0;
        bool isNumber = !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (digits.IsEmpty || int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value));
        if (!isNumber || value > IPEndPoint.MaxPort)
            return false;
        port = value;
        return true;
    }

    private void SplitHost(out ReadOnlySpan<byte> host, out ReadOnlySpan<byte> port)
    {
        host = NetworkLocation[(NetworkLocation.LastIndexOf((byte)'@') + 1)..];
        int bracket = host.IndexOf((byte)'[');
        if (bracket < 0)
        {
            port = CutAt((byte)':', ref host);
            return;
        }
        host = host[(bracket + 1)..];
        ReadOnlySpan<byte> behind = CutAt((byte)']', ref host);
        port = CutAt((byte)':', ref behind);
    }

    /// <summary>Shortens the text to what stands before the delimiter, and gives what stands behind.</summary>
    private static ReadOnlySpan<byte> CutAt(byte delimiter, scoped ref ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf(delimiter);
        if (at < 0)
            return default;
        ReadOnlySpan<byte> behind = text[(at + 1)..];
        text = text[..at];
        return behind;
    }

    private static ReadOnlySpan<byte> WithoutLineBreaks(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny("\t\r\n"u8) < 0)
            return text;
        byte[] kept = new byte[text.Length];
        int length = 0;
        foreach (byte value in text)
        {
            if (value is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                kept[length++] = value;
        }
        return kept.AsSpan(0, length);
    }

    private static ReadOnlySpan<byte> TakeScheme(scoped ref ReadOnlySpan<byte> text)
    {
        int at = 0;
        bool hasUpper = false;
        for (; at < text.Length && text[at] != (byte)':'; at++)
        {
            byte value = text[at];
            bool isLetter = char.IsAsciiLetter((char)value);
            if (!isLetter && (at == 0 || !(char.IsAsciiDigit((char)value) || value is (byte)'+' or (byte)'-' or (byte)'.')))
                return default;
            hasUpper |= char.IsAsciiLetterUpper((char)value);
        }
        if (at == 0 || at == text.Length)
            return default;
        ReadOnlySpan<byte> scheme = text[..at];
        text = text[(at + 1)..];
        if (!hasUpper)
            return scheme;
        byte[] lower = new byte[at];
        Ascii.ToLower(scheme, lower, out _);
        return lower;
    }

    private static bool HasValidBrackets(ReadOnlySpan<byte> location)
    {
        int open = location.IndexOf((byte)'[');
        if ((open < 0) != (location.IndexOf((byte)']') < 0))
            return false;
        if (open < 0)
            return true;
        ReadOnlySpan<byte> host = location[(open + 1)..];
        CutAt((byte)']', ref host);
        if (host.StartsWith("v"u8))
            return IsFutureAddress(host);

        int scope = host.IndexOf((byte)'%');
        if (scope >= 0 && (scope == host.Length - 1 || host[(scope + 1)..].Contains((byte)'%') || host.Contains((byte)'/')))
            return false;
        return IpAddressValue.TryParse(scope < 0 ? host : host[..scope], out IpAddressValue address) && address.IsIPv6;
    }

    /// <summary><c>v</c>, hexadecimal digits, a dot, and anything: RFC 3986's provision for later versions of IP.</summary>
    private static bool IsFutureAddress(ReadOnlySpan<byte> host)
    {
        ReadOnlySpan<byte> digits = host[1..];
        ReadOnlySpan<byte> rest = CutAt((byte)'.', ref digits);
        if (digits.IsEmpty || rest.IsEmpty)
            return false;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        }
        return true;
    }

    private static bool HasHiddenDelimiters(ReadOnlySpan<byte> location)
    {
        if (Ascii.IsValid(location))
            return false;
        foreach (Rune rune in Encoding.UTF8.GetString(location).EnumerateRunes())
        {
            if (NameprepTables.SlashLike.Contains(rune.Value))
                return true;
        }
        return false;
    }
}
