using System.Numerics;

namespace IntelMQ.Harmonization;

/// <summary>What may stand after a network's slash.</summary>
internal static class IpPrefixParser
{
    /// <summary>
    /// Reads a prefix length, for IPv4 also a netmask or its opposite. Leading zeros of a length do not matter, as in IntelMQ.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, bool isIPv4, out int prefixLength)
        => TryParseLength(text, isIPv4 ? 32 : 128, out prefixLength) || (isIPv4 && TryParseMask(text, out prefixLength));

    private static bool TryParseLength(ReadOnlySpan<byte> text, int longest, out int length)
    {
        length = 0;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            length = length * 10 + (digit - '0');
            if (length > longest)
                return false;
        }
        return text.Length > 0;
    }

    private static bool TryParseMask(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (!IpAddressParser.TryParseIPv4(text, out uint mask))
            return false;
        // Ones, then zeros; all zeros count as a netmask, and so mean the length 0.
        if (IsZerosThenOnes(~mask))
        {
            length = BitOperations.LeadingZeroCount(~mask);
            return true;
        }
        length = BitOperations.LeadingZeroCount(mask);
        return IsZerosThenOnes(mask);
    }

    private static bool IsZerosThenOnes(uint value) => (value & (value + 1)) == 0;
}
