using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>The kinds of records that are asked for (RFC 1035, RFC 3596).</summary>
internal enum DnsRecordType : ushort
{
    A = 1,
    CName = 5,
    Ptr = 12,
    Txt = 16,
    Aaaa = 28,
}

/// <summary>Writes questions and reads answers of DNS (RFC 1035). Every byte of an answer may be wrong.</summary>
internal static class DnsMessage
{
    private const int HeaderSize = 12;
    private const int MaxName = 255;
    private const int MaxAliases = 16;
    private const ushort Internet = 1;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>A question, its number left 0; null where the name is none. What is not ASCII is asked for as IDNA 2003 writes it.</summary>
    public static byte[]? TryMakeQuery(string name, DnsRecordType type)
    {
        if (!Ascii.IsValid(name))
        {
            var encoded = new Utf8Buffer(MaxName);
            if (!Idna2003.TryToAscii(Encoding.UTF8.GetBytes(name), encoded))
                return null;
            name = Encoding.ASCII.GetString(encoded.WrittenSpan);
        }

        var query = new List<byte> { 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (string label in name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > 63 || !Ascii.IsValid(label))
                return null;
            query.Add((byte)label.Length);
            query.AddRange(Encoding.ASCII.GetBytes(label));
        }

        query.Add(0);
        if (query.Count - HeaderSize > MaxName)
            return null;
        query.AddRange([(byte)((ushort)type >> 8), (byte)type, 0, (byte)Internet]);
        return [.. query];
    }

    /// <summary>Whether a message is the answer to a question: same number, same question, names without case.</summary>
    public static bool Answers(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> query)
        => answer.Length >= query.Length
            && answer[..2].SequenceEqual(query[..2])
            && (answer[2] & 0x80) != 0
            && BinaryPrimitives.ReadUInt16BigEndian(answer[4..]) == 1
            && Ascii.EqualsIgnoreCase(answer[HeaderSize..^(answer.Length - query.Length + 4)], query[HeaderSize..^4])
            && answer[(query.Length - 4)..query.Length].SequenceEqual(query[^4..]);

    public static bool IsTruncated(ReadOnlySpan<byte> answer) => (answer[2] & 0x02) != 0;

    /// <summary>The data of the records asked for, in their order; of pointers the name as text. Aliases are followed within the answer.</summary>
    /// <exception cref="InvalidDataException">The server refuses, or the answer is broken.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Records(ReadOnlyMemory<byte> answer, ReadOnlySpan<byte> query, DnsRecordType type)
    {
        ReadOnlySpan<byte> message = answer.Span;
        int code = message[3] & 0x0F;
        if (code is not (0 or 3))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it answers with code {code}."));
        int at = query.Length;
        var records = new List<(string Owner, DnsRecordType Type, ReadOnlyMemory<byte> Data)>();
        for (int left = BinaryPrimitives.ReadUInt16BigEndian(message[6..]); left > 0; left--)
        {
            string owner = ReadName(message, ref at);
            if (message.Length - at < 10)
                throw Broken();
            var kind = (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            ushort space = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            at += 10;
            if (message.Length - at < length)
                throw Broken();
            if (space == Internet && (kind == type || kind == DnsRecordType.CName))
                records.Add((owner, kind, kind is DnsRecordType.Ptr or DnsRecordType.CName ? NameAt(message, at, length) : answer.Slice(at, length)));
            at += length;
        }

        int question = HeaderSize;
        return Follow(records, ReadName(query, ref question), type);
    }

    /// <summary>The strings of a text record, joined.</summary>
    /// <exception cref="InvalidDataException">They do not fill the record.</exception>
    public static string TextOf(ReadOnlySpan<byte> data)
    {
        var joined = new List<byte>(data.Length);
        while (!data.IsEmpty)
        {
            int length = data[0];
            if (length >= data.Length)
                break;
            joined.AddRange(data.Slice(1, length));
            data = data[(1 + length)..];
        }

        byte[] bytes = [.. joined];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static List<ReadOnlyMemory<byte>> Follow(List<(string Owner, DnsRecordType Type, ReadOnlyMemory<byte> Data)> records, string name, DnsRecordType type)
    {
        for (int aliases = 0; aliases < MaxAliases; aliases++)
        {
            List<ReadOnlyMemory<byte>> found = [.. records.Where(record => record.Type == type && Same(record.Owner, name)).Select(static record => record.Data)];
            int alias = records.FindIndex(record => record.Type == DnsRecordType.CName && Same(record.Owner, name));
            if (found.Count > 0 || alias < 0)
                return found;
            name = Encoding.UTF8.GetString(records[alias].Data.Span);
        }

        return [];
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlyMemory<byte> NameAt(ReadOnlySpan<byte> message, int at, int length)
    {
        int end = at;
        string name = ReadName(message, ref end);
        return end == at + length ? Encoding.UTF8.GetBytes(name) : throw Broken();
    }

    // Pointers lead to what stands before, each further back than the last, so that none can go in a circle.
    private static string ReadName(ReadOnlySpan<byte> message, ref int at)
    {
        var name = new StringBuilder();
        int position = at;
        int limit = at;
        bool hasJumped = false;
        int size = 0;
        while (true)
        {
            if (position >= message.Length)
                throw Broken();
            int length = message[position];
            if (length >= 0xC0)
            {
                if (position + 1 >= message.Length)
                    throw Broken();
                int target = ((length & 0x3F) << 8) | message[position + 1];
                if (target >= limit)
                    throw Broken();
                if (!hasJumped)
                    at = position + 2;
                hasJumped = true;
                position = limit = target;
                continue;
            }

            if (length > 63 || position + 1 + length > message.Length || (size += length + 1) > MaxName)
                throw Broken();
            position++;
            if (length == 0)
                break;
            Append(name, message.Slice(position, length));
            position += length;
        }

        if (!hasJumped)
            at = position;
        return name.ToString();
    }

    // As in zone files: what could be taken for something else is written with a backslash.
    private static void Append(StringBuilder name, ReadOnlySpan<byte> label)
    {
        if (name.Length > 0)
            name.Append('.');
        foreach (byte value in label)
        {
            if (value is > 0x20 and < 0x7F and not ((byte)'.' or (byte)'\\'))
                name.Append((char)value);
            else
                name.Append(CultureInfo.InvariantCulture, $"\\{value:D3}");
        }
    }

    private static InvalidDataException Broken() => new("it is broken.");
}
