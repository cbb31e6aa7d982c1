using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Schemas;

/// <summary>How a .NET type stands for wire values: reading one, and writing one as input for the field's harmonization type.</summary>
/// <typeparam name="T">The .NET type.</typeparam>
public abstract class FieldCodec<T>
    where T : notnull
{
    /// <summary>Reads a wire value; <see langword="false"/> where it does not fit the .NET type.</summary>
    public abstract bool TryRead(FieldValue value, [MaybeNullWhen(false)] out T result);

    /// <summary>Appends the value's text to the buffer.</summary>
    /// <returns>What kind of wire value was written.</returns>
    public abstract FieldValueKind Write(T value, Utf8Buffer buffer);
}

/// <summary>The codecs of the built-in fields.</summary>
public static class FieldCodec
{
    /// <summary>Text as it stands.</summary>
    public static FieldCodec<string> String { get; } = new StringCodec();

    /// <summary>Integers of 64 bits.</summary>
    public static FieldCodec<long> Int64 { get; } = new Int64Codec();

    /// <summary>Numbers with a fraction.</summary>
    public static FieldCodec<double> Double { get; } = new DoubleCodec();

    /// <summary>Booleans.</summary>
    public static FieldCodec<bool> Boolean { get; } = new BooleanCodec();

    /// <summary>IPv4 and IPv6 addresses.</summary>
    public static FieldCodec<IPAddress> IPAddress { get; } = new IPAddressCodec();

    /// <summary>Networks in prefix notation.</summary>
    public static FieldCodec<IPNetwork> IPNetwork { get; } = new IPNetworkCodec();

    /// <summary>Times; written in UTC, with microseconds where there are any.</summary>
    public static FieldCodec<DateTimeOffset> DateTimeOffset { get; } = new DateTimeOffsetCodec();

    /// <summary>Bytes, Base64 on the wire.</summary>
    public static FieldCodec<byte[]> Bytes { get; } = new BytesCodec();

    private sealed class StringCodec : FieldCodec<string>
    {
        public override bool TryRead(FieldValue value, [MaybeNullWhen(false)] out string result)
        {
            result = value.ToString();
            return !value.IsMissing && value.Kind != FieldValueKind.Null;
        }

        public override FieldValueKind Write(string value, Utf8Buffer buffer)
        {
            buffer.Append(value.AsSpan());
            return FieldValueKind.Text;
        }
    }

    private sealed class Int64Codec : FieldCodec<long>
    {
        public override bool TryRead(FieldValue value, out long result) => value.TryGetInt64(out result);

        public override FieldValueKind Write(long value, Utf8Buffer buffer)
        {
            buffer.Append(value);
            return FieldValueKind.Number;
        }
    }

    private sealed class DoubleCodec : FieldCodec<double>
    {
        public override bool TryRead(FieldValue value, out double result) => value.TryGetDouble(out result);

        public override FieldValueKind Write(double value, Utf8Buffer buffer)
        {
            Span<byte> target = buffer.GetSpan(32);
            value.TryFormat(target, out int written, "R", CultureInfo.InvariantCulture);
            buffer.Advance(written);
            return FieldValueKind.Number;
        }
    }

    private sealed class BooleanCodec : FieldCodec<bool>
    {
        public override bool TryRead(FieldValue value, out bool result) => value.TryGetBoolean(out result);

        public override FieldValueKind Write(bool value, Utf8Buffer buffer)
        {
            buffer.Append(value ? "true"u8 : "false"u8);
            return FieldValueKind.Boolean;
        }
    }

    private sealed class IPAddressCodec : FieldCodec<IPAddress>
    {
        public override bool TryRead(FieldValue value, [MaybeNullWhen(false)] out IPAddress result)
        {
            bool ok = IpAddressValue.TryParse(value.Utf8, out IpAddressValue address) && value.Kind == FieldValueKind.Text;
            result = ok ? address.ToIPAddress() : null;
            return ok;
        }

        public override FieldValueKind Write(IPAddress value, Utf8Buffer buffer)
        {
            IpAddressValue.From(value).Format(buffer);
            return FieldValueKind.Text;
        }
    }

    private sealed class IPNetworkCodec : FieldCodec<IPNetwork>
    {
        public override bool TryRead(FieldValue value, out IPNetwork result)
        {
            bool ok = IpNetworkValue.TryParse(value.Utf8, HostBits.Refused, out IpNetworkValue network) && value.Kind == FieldValueKind.Text;
            result = ok ? network.ToIPNetwork() : default;
            return ok;
        }

        public override FieldValueKind Write(IPNetwork value, Utf8Buffer buffer)
        {
            IpNetworkValue.From(value).Format(buffer);
            return FieldValueKind.Text;
        }
    }

    private sealed class DateTimeOffsetCodec : FieldCodec<DateTimeOffset>
    {
        public override bool TryRead(FieldValue value, out DateTimeOffset result)
        {
            result = default;
            return value.Kind == FieldValueKind.Text && UtcTime.TryRead(value.Utf8, out result);
        }

        public override FieldValueKind Write(DateTimeOffset value, Utf8Buffer buffer)
        {
            UtcTime.Write(value, buffer);
            return FieldValueKind.Text;
        }
    }

    private sealed class BytesCodec : FieldCodec<byte[]>
    {
        public override bool TryRead(FieldValue value, [MaybeNullWhen(false)] out byte[] result)
        {
            result = value.Kind == FieldValueKind.Text ? LenientBase64.Decode(value.Utf8) : null;
            return result is not null;
        }

        public override FieldValueKind Write(byte[] value, Utf8Buffer buffer)
        {
            // The field's type encodes what it is given.
            buffer.Append(value);
            return FieldValueKind.Text;
        }
    }
}
