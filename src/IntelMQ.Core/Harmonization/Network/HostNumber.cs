namespace IntelMQ.Harmonization;

/// <summary>IPv4 addresses in the forms that browsers and <c>inet_aton</c> take in a URL's host (WHATWG URL, IPv4 parser).</summary>
internal static class HostNumber
{
    /// <summary>Reads one to four numbers between dots, perhaps with one more dot at the end.</summary>
    /// <param name="host">Lower-case.</param>
    /// <param name="address">The address.</param>
    public static bool TryRead(ReadOnlySpan<byte> host, out IpAddressValue address)
    {
        address = default;
        if (host.EndsWith("."u8))
            host = host[..^1];
        ulong bits = 0;
        for (int count = 1; count <= 4; count++)
        {
            int dot = host.IndexOf((byte)'.');
            if (!TryReadNumber(dot < 0 ? host : host[..dot], out ulong number))
                return false;
            if (dot < 0)
            {
                // The last number fills all bytes that are left.
                int rest = 8 * (5 - count);
                if (number >> rest != 0)
                    return false;
                address = IpAddressValue.FromIPv4((uint)((bits << rest) | number));
                return true;
            }
            if (number > byte.MaxValue)
                return false;
            bits = (bits << 8) | number;
            host = host[(dot + 1)..];
        }
        return false;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out ulong number)
    {
        number = 0;
        if (text.IsEmpty)
            return false;
        uint radix = 10;
        if (text.StartsWith("0x"u8))
        {
            radix = 16;
            text = text[2..];
        }
        else if (text.Length > 1 && text[0] == (byte)'0')
        {
            radix = 8;
            text = text[1..];
        }

        foreach (byte symbol in text)
        {
            uint digit = (char)symbol switch
            {
                >= '0' and <= '9' => symbol - (uint)'0',
                >= 'a' and <= 'f' => symbol - (uint)'a' + 10,
                _ => uint.MaxValue,
            };
            if (digit >= radix)
                return false;
            number = (number * radix) + digit;
            if (number > uint.MaxValue)
                return false;
        }
        return true;
    }
}
