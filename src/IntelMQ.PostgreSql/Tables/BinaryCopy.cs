using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.PostgreSql.Tables;

/// <summary>Writes rows in the binary form of COPY.</summary>
internal static class BinaryCopy
{
    /// <summary>What stands before the rows: signature, flags, length of an extension.</summary>
    public static void AppendHeader(Utf8Buffer output)
    {
        output.Append("PGCOPY\n"u8);
        output.Append(0xFF);
        output.Append("\r\n\0"u8);
        output.Append("\0\0\0\0\0\0\0\0"u8);
    }

    /// <summary>What stands behind the rows.</summary>
    public static void AppendEnd(Utf8Buffer output) => AppendInt16(-1, output);

    public static void AppendRow(int columns, Utf8Buffer output) => AppendInt16((short)columns, output);

    public static void AppendNull(Utf8Buffer output) => AppendInt32(-1, output);

    public static void AppendInt64(long value, Utf8Buffer output)
    {
        AppendInt32(8, output);
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    /// <summary>Appends a value.</summary>
    /// <exception cref="RefusedException">It has no form in the column's type.</exception>
    public static void Append(FieldValue value, TableColumn column, Utf8Buffer output)
    {
        if (value.Kind is FieldValueKind.Missing or FieldValueKind.Null)
        {
            AppendNull(output);
            return;
        }

        bool fits = column.Kind switch
        {
            ColumnKind.Json or ColumnKind.Jsonb => TryAppendJson(value.Utf8, column.Kind == ColumnKind.Jsonb, output),
            ColumnKind.Inet => TryAppendInet(value.Utf8, output),
            ColumnKind.TimestampTz => TryAppendTime(value.Utf8, output),
            ColumnKind.Boolean => TryAppendBoolean(value, output),
            ColumnKind.Int16 => TryAppendInteger(value, 2, output),
            ColumnKind.Int32 => TryAppendInteger(value, 4, output),
            ColumnKind.Int64 => TryAppendInteger(value, 8, output),
            ColumnKind.Single => TryAppendSingle(value, output),
            ColumnKind.Double => TryAppendDouble(value, output),
            ColumnKind.Uuid => TryAppendUuid(value.Utf8, output),
            _ => TryAppendText(value.Utf8, output),
        };
        if (!fits)
            throw new RefusedException(string.Create(CultureInfo.InvariantCulture, $"The column {column.Name} is of the type {column.TypeName}, which cannot hold '{Shown(value.Utf8)}'."));
    }

    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length > 100 ? text[..100] : text);

    private static bool TryAppendText(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        // A text of PostgreSQL holds every character but this one.
        if (text.Contains((byte)0))
            return false;
        AppendInt32(text.Length, output);
        output.Append(text);
        return true;
    }

    private static bool TryAppendJson(ReadOnlySpan<byte> json, bool isBinary, Utf8Buffer output)
    {
        AppendInt32(json.Length + JsonNul.CountIn(json) + (isBinary ? 1 : 0), output);
        // The version of jsonb's form.
        if (isBinary)
            output.Append(1);
        JsonNul.Append(json, output);
        return true;
    }

    private static bool TryAppendInet(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        int slash = text.IndexOf((byte)'/');
        ReadOnlySpan<byte> host = slash < 0 ? text : text[..slash];
        if (host.Contains((byte)'%') || !IPAddress.TryParse(Encoding.UTF8.GetString(host), out IPAddress? address))
            return false;
        bool isSix = address.AddressFamily == AddressFamily.InterNetworkV6;
        int bits = isSix ? 128 : 32;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int prefix) || prefix > bits || (bits = prefix) < 0))
            return false;
        int bytes = isSix ? 16 : 4;
        AppendInt32(4 + bytes, output);
        // Families by PostgreSQL's own numbers; 0 says that it is no cidr.
        output.Append((byte)(isSix ? 3 : 2));
        output.Append((byte)bits);
        output.Append(0);
        output.Append((byte)bytes);
        address.TryWriteBytes(output.GetSpan(bytes), out int written);
        output.Advance(written);
        return true;
    }

    private static bool TryAppendTime(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        if (!WireTime.TryRead(text, out long microseconds))
            return false;
        AppendInt64(microseconds, output);
        return true;
    }

    private static bool TryAppendBoolean(FieldValue value, Utf8Buffer output)
    {
        if (!value.TryGetBoolean(out bool boolean))
            return false;
        AppendInt32(1, output);
        output.Append((byte)(boolean ? 1 : 0));
        return true;
    }

    private static bool TryAppendInteger(FieldValue value, int bytes, Utf8Buffer output)
    {
        if (!value.TryGetInt64(out long number) || (bytes < 8 && (number < -(1L << ((bytes * 8) - 1)) || number >= 1L << ((bytes * 8) - 1))))
            return false;
        switch (bytes)
        {
            case 2:
                AppendInt32(2, output);
                AppendInt16((short)number, output);
                break;
            case 4:
                AppendInt32(4, output);
                AppendInt32((int)number, output);
                break;
            default:
                AppendInt64(number, output);
                break;
        }

        return true;
    }

    private static bool TryAppendSingle(FieldValue value, Utf8Buffer output)
    {
        if (!value.TryGetDouble(out double number) || !float.IsFinite((float)number))
            return false;
        AppendInt32(4, output);
        BinaryPrimitives.WriteSingleBigEndian(output.GetSpan(4), (float)number);
        output.Advance(4);
        return true;
    }

    private static bool TryAppendDouble(FieldValue value, Utf8Buffer output)
    {
        if (!value.TryGetDouble(out double number) || !double.IsFinite(number))
            return false;
        AppendInt32(8, output);
        BinaryPrimitives.WriteDoubleBigEndian(output.GetSpan(8), number);
        output.Advance(8);
        return true;
    }

    private static bool TryAppendUuid(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        if (!Guid.TryParse(Encoding.UTF8.GetString(text), out Guid uuid))
            return false;
        AppendInt32(16, output);
        uuid.TryWriteBytes(output.GetSpan(16), bigEndian: true, out int written);
        output.Advance(written);
        return true;
    }

    private static void AppendInt16(short value, Utf8Buffer output)
    {
        BinaryPrimitives.WriteInt16BigEndian(output.GetSpan(2), value);
        output.Advance(2);
    }

    private static void AppendInt32(int value, Utf8Buffer output)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }
}
