namespace IntelMQ.Harmonization;

/// <summary>The two strict address grammars that IntelMQ accepts, read in one pass each.</summary>
internal static class IpAddressParser
{
    /// <summary>Reads exactly four decimal octets without leading zeros.</summary>
    public static bool TryParseIPv4(ReadOnlySpan<byte> text, out uint bits)
    {
        bits = 0;
        // "0.0.0.0" to "255.255.255.255".
        if (text.Length is < 7 or > 15)
            return false;
        int at = 0;
        return TryReadOctet(text, ref at, ref bits) && TrySkipDot(text, ref at)
            && TryReadOctet(text, ref at, ref bits) && TrySkipDot(text, ref at)
            && TryReadOctet(text, ref at, ref bits) && TrySkipDot(text, ref at)
            && TryReadOctet(text, ref at, ref bits) && at == text.Length;
    }

    /// <summary>Reads eight groups, or fewer with one <c>::</c>; the last two may be a dotted IPv4 address.</summary>
    public static bool TryParseIPv6(ReadOnlySpan<byte> text, out ulong high, out ulong low)
    {
        high = low = 0;
        if (text.Length is < 2 or > 45)
            return false;

        Span<ushort> groups = stackalloc ushort[8];
        int count = 0;
        int gap = -1;
        int at = 0;
        if (text[0] == (byte)':')
        {
            if (text[1] != (byte)':')
                return false;
            gap = 0;
            at = 2;
        }

        while (at < text.Length)
        {
            if (!TryReadGroup(text, at, out ushort group, out int next))
                return false;
            if (next < text.Length && text[next] == (byte)'.')
            {
                if (count > 6 || !TryParseIPv4(text[at..], out uint dotted))
                    return false;
                groups[count++] = (ushort)(dotted >> 16);
                groups[count++] = (ushort)dotted;
                break;
            }
            if (count == 8)
                return false;
            groups[count++] = group;
            at = next;
            if (at == text.Length)
                break;
            if (text[at++] != (byte)':' || at == text.Length)
                return false;
            if (text[at] == (byte)':')
            {
                if (gap >= 0)
                    return false;
                gap = count;
                at++;
            }
        }

        // A "::" stands for at least one group.
        if (gap < 0 ? count != 8 : count > 7)
            return false;
        if (gap >= 0)
        {
            int moved = count - gap;
            groups[gap..count].CopyTo(groups[(8 - moved)..]);
            groups[gap..(8 - moved)].Clear();
        }
        high = Join(groups[..4]);
        low = Join(groups[4..]);
        return true;
    }

    private static bool TryReadOctet(ReadOnlySpan<byte> text, ref int at, ref uint bits)
    {
        uint value = Digit(text, at);
        if (value > 9)
            return false;
        at++;
        uint next = Digit(text, at);
        if (next <= 9)
        {
            if (value == 0)
                return false;
            value = value * 10 + next;
            at++;
            next = Digit(text, at);
            if (next <= 9)
            {
                value = value * 10 + next;
                at++;
                if (value > 255)
                    return false;
            }
        }
        bits = (bits << 8) | value;
        return true;
    }

    private static bool TrySkipDot(ReadOnlySpan<byte> text, ref int at) => (uint)at < (uint)text.Length && text[at++] == (byte)'.';

    private static uint Digit(ReadOnlySpan<byte> text, int at) => (uint)at < (uint)text.Length ? (uint)text[at] - '0' : uint.MaxValue;

    private static bool TryReadGroup(ReadOnlySpan<byte> text, int at, out ushort group, out int next)
    {
        uint value = 0;
        for (next = at; next < text.Length && next - at < 4; next++)
        {
            uint digit = (uint)text[next] - '0';
            if (digit > 9)
            {
                digit = ((uint)text[next] | 0x20) - 'a';
                if (digit > 5)
                    break;
                digit += 10;
            }
            value = (value << 4) | digit;
        }
        group = (ushort)value;
        return next > at;
    }

    private static ulong Join(ReadOnlySpan<ushort> groups)
        => ((ulong)groups[0] << 48) | ((ulong)groups[1] << 32) | ((ulong)groups[2] << 16) | groups[3];
}
