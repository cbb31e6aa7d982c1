namespace IntelMQ.Harmonization;

/// <summary>The canonical text of addresses; the target must have room for the longest one.</summary>
internal static class IpAddressFormatter
{
    public static int WriteIPv4(uint bits, Span<byte> target)
    {
        int at = WriteOctet(bits >> 24, target, 0);
        target[at++] = (byte)'.';
        at = WriteOctet((bits >> 16) & 0xFF, target, at);
        target[at++] = (byte)'.';
        at = WriteOctet((bits >> 8) & 0xFF, target, at);
        target[at++] = (byte)'.';
        return WriteOctet(bits & 0xFF, target, at);
    }

    public static int WriteIPv6(ulong high, ulong low, Span<byte> target)
    {
        Span<ushort> groups = stackalloc ushort[8];
        for (int i = 0; i < 4; i++)
        {
            groups[i] = (ushort)(high >> (48 - 16 * i));
            groups[4 + i] = (ushort)(low >> (48 - 16 * i));
        }
        FindZeroRun(groups, out int start, out int length);

        int at = 0;
        for (int i = 0; i < 8; i++)
        {
            if (i == start)
            {
                target[at++] = (byte)':';
                target[at++] = (byte)':';
                i += length - 1;
                continue;
            }
            if (at > 0 && target[at - 1] != (byte)':')
                target[at++] = (byte)':';
            at = WriteGroup(groups[i], target, at);
        }
        return at;
    }

    /// <summary>The first of the longest runs of two or more zero groups; starts at -1 where there is none.</summary>
    private static void FindZeroRun(ReadOnlySpan<ushort> groups, out int start, out int length)
    {
        start = -1;
        length = 1;
        for (int i = 0; i < groups.Length; i++)
        {
            int end = i;
            while (end < groups.Length && groups[end] == 0)
                end++;
            if (end - i > length)
            {
                start = i;
                length = end - i;
            }
            i = Math.Max(i, end - 1);
        }
    }

    private static int WriteOctet(uint value, Span<byte> target, int at)
    {
        if (value >= 100)
        {
            target[at++] = (byte)('0' + value / 100);
            target[at++] = (byte)('0' + value / 10 % 10);
        }
        else if (value >= 10)
        {
            target[at++] = (byte)('0' + value / 10);
        }
        target[at++] = (byte)('0' + value % 10);
        return at;
    }

    private static int WriteGroup(uint value, Span<byte> target, int at)
    {
        for (int shift = value >= 0x1000 ? 12 : value >= 0x100 ? 8 : value >= 0x10 ? 4 : 0; shift >= 0; shift -= 4)
            target[at++] = "0123456789abcdef"u8[(int)(value >> shift) & 15];
        return at;
    }
}
