using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace IntelMQ.Bots.Collectors;

/// <summary>A file of an archive.</summary>
/// <param name="Name">Its name as the archive writes it: a text from outside, no path to write to.</param>
/// <param name="Content">Its data, to be read once.</param>
internal readonly record struct ArchiveEntry(string Name, Stream Content);

/// <summary>
/// Unpacks zip, tar and gzip, and tar within gzip, without ever writing a file. What is none of them is given as it is. The kind is told
/// by the data, not by the name.
/// </summary>
internal static class Archive
{
    // The table at the end of a zip archive is read into memory.
    private const int MaxZipTable = 16 << 20;
    private const int ZipEndSize = 22;

    /// <summary>The files of an archive that are asked for; each stream is valid until the next one is asked for.</summary>
    /// <param name="file">Can seek; stands at its start.</param>
    /// <param name="name">The file's name, for data that has none of its own.</param>
    /// <param name="selection">Which files are asked for; gzip has no names, so that its data is always taken.</param>
    /// <param name="budget">Bounds what is unpacked.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, or gives too much.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream file,
        string name,
        FileSelection selection,
        UnpackBudget budget,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = new byte[TarEntries.BlockSize];
        int read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        if (head.AsSpan(0, read).StartsWith("PK\x03\x04"u8) || head.AsSpan(0, read).StartsWith("PK\x05\x06"u8))
        {
            foreach (ZipArchiveEntry entry in OpenZip(file, selection))
            {
                await using Stream content = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
                yield return new ArchiveEntry(entry.FullName, new UnpackStream(default, content, budget));
            }

            yield break;
        }

        Stream data = file;
        bool packed = head.AsSpan(0, read).StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        if (packed)
        {
            var stream = new UnpackStream(default, unpacked, budget);
            read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            data = new UnpackStream(head.AsMemory(0, read), unpacked, budget);
        }

        if (!TarEntries.IsHeader(head.AsSpan(0, read)))
        {
            yield return new ArchiveEntry(name, data);
            yield break;
        }

        await foreach (ArchiveEntry entry in TarEntries.ReadAsync(data, cancellationToken).ConfigureAwait(false))
        {
            if (selection.Contains(entry.Name))
                yield return entry;
        }
    }

    private static IEnumerable<ZipArchiveEntry> OpenZip(Stream file, FileSelection selection)
    {
        CheckZipTable(file);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            // The file's kind as Unix notes it, where it does: only regular files are taken.
            int kind = (entry.ExternalAttributes >> 28) & 0xF;
            if (entry.FullName.EndsWith('/') || kind is not (0 or 8) || !selection.Contains(entry.FullName))
                continue;
            if (entry.IsEncrypted)
                throw new InvalidDataException("is a zip archive that is encrypted");
            yield return entry;
        }
    }

    /// <summary>Refuses archives whose table of files is damaged or too large to be read.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public static void CheckZipTable(Stream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, ZipEndSize + ushort.MaxValue)];
        long start = file.Length - tail.Length;
        file.Position = start;
        file.ReadExactly(tail);
        file.Position = 0;
        int end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + ZipEndSize > tail.Length)
            throw new InvalidDataException("is a damaged zip archive");
        uint table = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (table == uint.MaxValue || BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10)) == ushort.MaxValue)
            throw new InvalidDataException("is a zip archive of more than 65534 files or 4 GiB");
        if (start + end - table is < 0 or > MaxZipTable)
            throw new InvalidDataException($"is a damaged zip archive, or its table has more than {MaxZipTable} bytes");
    }
}
