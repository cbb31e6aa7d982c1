using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// An IPv4 or IPv6 address as a plain number, without a scope. Parses and writes exactly what IntelMQ accepts and stores, which is not
/// what <see cref="IPAddress"/> does (that takes <c>1</c>, <c>010.0.0.1</c> and <c>[::1]:80</c>). The default value is no address.
/// </summary>
public readonly struct IpAddressValue : IEquatable<IpAddressValue>, IComparable<IpAddressValue>
{
    /// <summary>The most bytes or characters that an address is written with.</summary>
    public const int MaxTextLength = 39;

    // The longest text that still is an address: six full groups and a dotted IPv4 part.
    private const int MaxParsedLength = 45;

    private readonly ulong _high;
    private readonly ulong _low;
    private readonly byte _version;

    private IpAddressValue(ulong high, ulong low, byte version)
    {
        _high = high;
        _low = low;
        _version = version;
    }

    /// <summary>4, 6, or 0 for the default value.</summary>
    public int Version => _version;

    /// <summary>Whether it is an IPv4 address.</summary>
    public bool IsIPv4 => _version == 4;

    /// <summary>Whether it is an IPv6 address; IPv4 addresses mapped into IPv6 are.</summary>
    public bool IsIPv6 => _version == 6;

    /// <summary>32 for IPv4, 128 for IPv6, 0 for the default value.</summary>
    public int BitLength => _version switch { 4 => 32, 6 => 128, _ => 0 };

    /// <summary>The address as a number: below 2^32 for IPv4.</summary>
    public UInt128 Bits => new(_high, _low);

    /// <summary>The IPv4 address of a number, most significant octet first.</summary>
    public static IpAddressValue FromIPv4(uint bits) => new(0, bits, 4);

    /// <summary>The IPv6 address of a number, most significant group first.</summary>
    public static IpAddressValue FromIPv6(UInt128 bits) => new((ulong)(bits >> 64), (ulong)bits, 6);

    /// <summary>
    /// The address that IntelMQ reads from an integer: IPv4 below 2^32, IPv6 from there on (<c>4294967296</c> is <c>::1:0:0</c>).
    /// </summary>
    public static IpAddressValue FromInteger(UInt128 value) => value <= uint.MaxValue ? FromIPv4((uint)value) : FromIPv6(value);

    /// <summary>
    /// Reads an address: four decimal octets without leading zeros, or IPv6 groups with at most one <c>::</c> and perhaps a dotted end.
    /// No ports, brackets, scopes, blanks or shortened IPv4 forms.
    /// </summary>
    /// <param name="utf8">The whole text.</param>
    /// <param name="address">The address, where it is one.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out IpAddressValue address)
    {
        if (IpAddressParser.TryParseIPv4(utf8, out uint bits))
        {
            address = FromIPv4(bits);
            return true;
        }
        if (IpAddressParser.TryParseIPv6(utf8, out ulong high, out ulong low))
        {
            address = new IpAddressValue(high, low, 6);
            return true;
        }
        address = default;
        return false;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out IpAddressValue)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddressValue address)
    {
        Span<byte> ascii = stackalloc byte[MaxParsedLength];
        if (text.Length <= MaxParsedLength
            && System.Text.Ascii.FromUtf16(text, ascii, out int written) == System.Buffers.OperationStatus.Done)
            return TryParse(ascii[..written], out address);
        address = default;
        return false;
    }

    /// <summary>The value of a framework address; its scope is left out.</summary>
    public static IpAddressValue From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? FromIPv4(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : FromIPv6(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The address as the framework has it.</summary>
    /// <exception cref="InvalidOperationException">The default value is no address.</exception>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return _version switch
        {
            4 => new IPAddress(bytes[12..]),
            6 => new IPAddress(bytes),
            _ => throw new InvalidOperationException("The value is no address."),
        };
    }

    /// <summary>The address of IPv4 that is mapped into one of IPv6 (<c>::ffff:192.0.2.1</c>); any other as it is.</summary>
    public IpAddressValue Unmapped() => _version == 6 && _high == 0 && _low >> 32 == 0xFFFF ? FromIPv4((uint)_low) : this;

    /// <summary>One bit, counted from the most significant.</summary>
    /// <param name="index">0 to <see cref="BitLength"/> - 1.</param>
    public bool GetBit(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)BitLength);
        return ((Bits >> (BitLength - 1 - index)) & UInt128.One) != UInt128.Zero;
    }

    /// <summary>The address with all bits after the prefix cleared.</summary>
    /// <param name="prefixLength">0 to <see cref="BitLength"/>.</param>
    public IpAddressValue Masked(int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)prefixLength, (uint)BitLength);
        if (_version == 4)
            return new IpAddressValue(0, prefixLength == 0 ? 0 : _low & (ulong.MaxValue << (32 - prefixLength)), 4);
        ulong high = prefixLength switch { 0 => 0, < 64 => _high & (ulong.MaxValue << (64 - prefixLength)), _ => _high };
        ulong low = prefixLength switch { <= 64 => 0, _ => _low & (ulong.MaxValue << (128 - prefixLength)) };
        return new IpAddressValue(high, low, _version);
    }

    /// <summary>Writes the canonical text: lower-case IPv6 with the longest run of zero groups shortened, never a dotted part.</summary>
    /// <param name="target">At least <see cref="MaxTextLength"/> bytes always suffice.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>Whether the target was large enough.</returns>
    public bool TryFormat(Span<byte> target, out int written)
    {
        Span<byte> text = target.Length >= MaxTextLength ? target : stackalloc byte[MaxTextLength];
        int length = _version switch
        {
            4 => IpAddressFormatter.WriteIPv4((uint)_low, text),
            6 => IpAddressFormatter.WriteIPv6(_high, _low, text),
            _ => 0,
        };
        written = length <= target.Length && text[..length].TryCopyTo(target) ? length : 0;
        return length <= target.Length;
    }

    /// <summary>Appends the canonical text, as <see cref="TryFormat"/> writes it.</summary>
    public void Format(Utf8Buffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        TryFormat(buffer.GetSpan(MaxTextLength), out int written);
        buffer.Advance(written);
    }

    /// <summary>The canonical text; empty for the default value.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        TryFormat(text, out int written);
        return System.Text.Encoding.ASCII.GetString(text[..written]);
    }

    /// <inheritdoc/>
    public bool Equals(IpAddressValue other) => _low == other._low && _high == other._high && _version == other._version;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is IpAddressValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low, _version);

    /// <summary>Orders IPv4 before IPv6, then by number.</summary>
    public int CompareTo(IpAddressValue other)
        => _version != other._version ? _version.CompareTo(other._version) : Bits.CompareTo(other.Bits);

    /// <summary>Whether both are the same address of the same version.</summary>
    public static bool operator ==(IpAddressValue left, IpAddressValue right) => left.Equals(right);

    /// <summary>Whether they differ in number or version.</summary>
    public static bool operator !=(IpAddressValue left, IpAddressValue right) => !left.Equals(right);

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(IpAddressValue left, IpAddressValue right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one comes first or both are the same.</summary>
    public static bool operator <=(IpAddressValue left, IpAddressValue right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the right one comes first.</summary>
    public static bool operator >(IpAddressValue left, IpAddressValue right) => left.CompareTo(right) > 0;

    /// <summary>Whether the right one comes first or both are the same.</summary>
    public static bool operator >=(IpAddressValue left, IpAddressValue right) => left.CompareTo(right) >= 0;
}
