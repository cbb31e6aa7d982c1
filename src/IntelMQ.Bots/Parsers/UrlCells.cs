using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers;

/// <summary>Converters that take a part of a cell that holds a URL. A URL that cannot be split is refused, one without the part gives nothing.</summary>
internal static class UrlCells
{
    private const string NotAUrl = "is no part of a URL: the host's brackets are broken";

    /// <summary>The host in lower case, without user, port and brackets; an address in the usual form, also where it is one number.</summary>
    public static Harmonized Host(FieldValue value, Utf8Buffer buffer)
    {
        if (!UrlParts.TrySplit(value.Utf8, out UrlParts url))
            return Harmonized.Invalid(NotAUrl);
        return url.TryGetAddress(out IpAddressValue address) ? Write(address, buffer) : Write(url.Host, buffer);
    }

    /// <summary>The host where it is an address.</summary>
    public static Harmonized Address(FieldValue value, Utf8Buffer buffer)
    {
        if (!UrlParts.TrySplit(value.Utf8, out UrlParts url))
            return Harmonized.Invalid(NotAUrl);
        return url.TryGetAddress(out IpAddressValue address) ? Write(address, buffer) : Harmonized.None;
    }

    /// <summary>The host where it is no address.</summary>
    public static Harmonized Name(FieldValue value, Utf8Buffer buffer)
    {
        if (!UrlParts.TrySplit(value.Utf8, out UrlParts url))
            return Harmonized.Invalid(NotAUrl);
        return url.TryGetAddress(out _) ? Harmonized.None : Write(url.Host, buffer);
    }

    /// <summary>The port, where it is given and not 0.</summary>
    public static Harmonized Port(FieldValue value, Utf8Buffer buffer)
    {
        if (!UrlParts.TrySplit(value.Utf8, out UrlParts url))
            return Harmonized.Invalid(NotAUrl);
        if (!url.TryGetPort(out int? port))
            return Harmonized.Invalid("is not a port");
        if (port is null or 0)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append(port.Value);
        return Harmonized.Written(FieldValueKind.Number, buffer, start);
    }

    /// <summary>The scheme in lower case.</summary>
    public static Harmonized Scheme(FieldValue value, Utf8Buffer buffer)
        => UrlParts.TrySplit(value.Utf8, out UrlParts url) ? Write(url.Scheme, buffer) : Harmonized.Invalid(NotAUrl);

    /// <summary>The URL without tabs, which do not count in one.</summary>
    public static Harmonized WithoutTabs(FieldValue value, Utf8Buffer buffer)
    {
        if (!value.Utf8.Contains((byte)'\t'))
            return Harmonized.Slice(value.Kind, 0, value.Utf8.Length);
        int start = buffer.Length;
        foreach (byte symbol in value.Utf8)
        {
            if (symbol != (byte)'\t')
                buffer.Append(symbol);
        }

        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized Write(IpAddressValue address, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        address.Format(buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized Write(ReadOnlySpan<byte> text, Utf8Buffer buffer)
    {
        if (text.IsEmpty)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append(text);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}
