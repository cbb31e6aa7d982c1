using System.Buffers;
using System.Buffers.Text;

namespace IntelMQ.Text;

/// <summary>Base64 as IntelMQ reads it: characters that do not belong to it are passed over, padding must be right.</summary>
internal static class LenientBase64
{
    /// <summary>Decodes; <see langword="null"/> where the text is no Base64 even so.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, bytes, out int consumed, out int written) == OperationStatus.Done && consumed == text.Length)
            return bytes.AsSpan(0, written).ToArray();
        return DecodeSlowly(text);
    }

    /// <summary>Appends the Base64 of bytes.</summary>
    public static void Encode(ReadOnlySpan<byte> bytes, Utf8Buffer output)
    {
        Base64.EncodeToUtf8(bytes, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out int written);
        output.Advance(written);
    }

    // What follows the padding is not looked at; padding too early is passed over.
    private static byte[]? DecodeSlowly(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>((text.Length * 3 / 4) + 3);
        int bits = 0;
        int count = 0;
        int pads = 0;
        foreach (byte value in text)
        {
            if (value == (byte)'=')
            {
                pads++;
                if (count >= 2 && count + pads >= 4)
                    return [.. bytes];
                continue;
            }

            int digit = DigitOf(value);
            if (digit < 0)
                continue;
            pads = 0;
            bits = (bits << 6) | digit;
            switch (count++)
            {
                case 1:
                    bytes.Add((byte)(bits >> 4));
                    break;
                case 2:
                    bytes.Add((byte)(bits >> 2));
                    break;
                case 3:
                    bytes.Add((byte)bits);
                    count = 0;
                    break;
            }
        }

        return count == 0 ? [.. bytes] : null;
    }

    private static int DigitOf(byte value) => value switch
    {
        >= (byte)'A' and <= (byte)'Z' => value - 'A',
        >= (byte)'a' and <= (byte)'z' => value - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => value - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
