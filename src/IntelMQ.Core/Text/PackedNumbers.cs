using System.Buffers.Text;

namespace IntelMQ.Text;

/// <summary>Reads the generated tables: numbers of seven bits a byte (LEB128), in Base64.</summary>
internal ref struct PackedNumbers
{
    private ReadOnlySpan<byte> _rest;

    public PackedNumbers(ReadOnlySpan<byte> base64)
    {
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        Base64.DecodeFromUtf8(base64, bytes, out _, out int written);
        _rest = bytes.AsSpan(0, written);
    }

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public int ReadUnsigned()
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = _rest[0];
            _rest = _rest[1..];
            value |= (part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }

    /// <summary>A number whose lowest bit is its sign.</summary>
    public int ReadSigned()
    {
        int value = ReadUnsigned();
        return (value & 1) == 0 ? value >> 1 : -((value >> 1) + 1);
    }
}
