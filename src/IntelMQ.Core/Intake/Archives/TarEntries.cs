using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace IntelMQ.Intake;

/// <summary>Reads the regular files of a tar archive from a stream, within bounds on what names and headers may cost.</summary>
internal static class TarEntries
{
    public const int BlockSize = 512;

    // Long names stand in entries of their own.
    private const int MaxNameEntry = 64 << 10;

    /// <summary>Whether a block is the header of an entry: its check sum is right.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockSize || block[0] == 0 || !TryReadNumber(block.Slice(148, 8), out long expected))
            return false;
        long sum = 8 * ' ';
        for (int i = 0; i < BlockSize; i++)
            sum += i is >= 148 and < 156 ? 0 : block[i];
        return sum == expected;
    }

    /// <summary>The files; each stream is valid until the next one is asked for.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(Stream source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        string? longName = null;
        long? longSize = null;
        while (true)
        {
            if (await source.ReadAtLeastAsync(block, BlockSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < BlockSize)
                throw new InvalidDataException("is a tar archive that ends early");
            // A block of zeros ends the archive.
            if (block.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            {
                await CheckPaddingAsync(source, cancellationToken).ConfigureAwait(false);
                yield break;
            }

            if (!IsHeader(block) || !TryReadNumber(block.AsSpan(124, 12), out long size) || size < 0)
                throw new InvalidDataException("is a damaged tar archive");
            char type = (char)block[156];
            bool describes = type is 'L' or 'x' or 'g' or 'K';
            var content = new TarContent(source, describes ? size : longSize ?? size);
            if (type is 'S' or 'M')
                throw new InvalidDataException("is a tar archive with a sparse file, or a part of several, which cannot be unpacked here");
            if (type is 'L' or 'x')
            {
                byte[] text = await ReadTextAsync(content, size, cancellationToken).ConfigureAwait(false);
                if (type == 'L')
                    longName = Text(text);
                else
                    ReadAttributes(text, ref longName, ref longSize);
            }
            else if (!describes)
            {
                // Links, devices and folders have no data to take; old archives tell folders by their names alone.
                string name = longName ?? NameOf(block);
                if (type is '0' or '\0' or '7' && !name.EndsWith('/'))
                    yield return new ArchiveEntry(name, content);
                (longName, longSize) = (null, null);
            }

            await content.SkipAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Only zeros may follow; and gzip's check sum stands behind them.
    private static async ValueTask CheckPaddingAsync(Stream source, CancellationToken cancellationToken)
    {
        var rest = new byte[8192];
        while (await source.ReadAsync(rest, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (rest.AsSpan(0, read).ContainsAnyExcept((byte)0))
                throw new InvalidDataException("is a tar archive with data behind its end");
        }
    }

    private static async ValueTask<byte[]> ReadTextAsync(TarContent content, long size, CancellationToken cancellationToken)
    {
        if (size > MaxNameEntry)
            throw new InvalidDataException($"is a tar archive with a name of more than {MaxNameEntry} bytes");
        var text = new byte[size];
        await content.ReadExactlyAsync(text, cancellationToken).ConfigureAwait(false);
        return text;
    }

    // Lines of the form "LENGTH NAME=VALUE\n", the length of all of it.
    private static void ReadAttributes(ReadOnlySpan<byte> text, ref string? name, ref long? size)
    {
        while (!text.IsEmpty)
        {
            int blank = text.IndexOf((byte)' ');
            if (blank <= 0 || !int.TryParse(text[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length <= blank + 1 || length > text.Length)
                throw new InvalidDataException("is a damaged tar archive");
            ReadOnlySpan<byte> pair = text[(blank + 1)..(length - 1)];
            if (pair.StartsWith("GNU.sparse."u8))
                throw new InvalidDataException("is a tar archive with a sparse file, which cannot be unpacked here");
            if (pair.StartsWith("path="u8))
                name = Text(pair[5..]);
            else if (pair.StartsWith("size="u8) && long.TryParse(pair[5..], NumberStyles.None, CultureInfo.InvariantCulture, out long large))
                size = large;
            text = text[length..];
        }
    }

    private static string NameOf(ReadOnlySpan<byte> block)
    {
        string name = Text(block[..100]);
        bool hasPrefix = block.Slice(257, 6).SequenceEqual("ustar\0"u8) && block[345] != 0;
        return hasPrefix ? $"{Text(block.Slice(345, 155))}/{name}" : name;
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    // Octal digits with blanks or zeros around, or, with the highest bit set, a binary number.
    private static bool TryReadNumber(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        if ((field[0] & 0x80) != 0)
        {
            value = field[0] & 0x3F;
            foreach (byte b in field[1..])
            {
                if (value > long.MaxValue >> 8)
                    return false;
                value = (value << 8) | b;
            }

            return (field[0] & 0x40) == 0;
        }

        field = field.Trim(" \0"u8);
        foreach (byte b in field)
        {
            if (b is < (byte)'0' or > (byte)'7')
                return false;
            value = (value << 3) | (uint)(b - '0');
        }

        return true;
    }
}
