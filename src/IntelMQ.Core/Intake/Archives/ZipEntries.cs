using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace IntelMQ.Intake;

/// <summary>Reads the regular files of a zip archive, each checked against the archive's table.</summary>
internal static class ZipEntries
{
    // The table at the end of a zip archive is read into memory.
    private const int MaxTable = 16 << 20;
    private const int EndSize = 22;

    /// <summary>The files; each stream is valid until the next one is asked for.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream file,
        FileSelection selection,
        UnpackBudget budget,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ZipArchive zip = Open(file);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!IsFile(entry) || !selection.Contains(entry.FullName))
                continue;
            await using Stream content = await OpenAsync(entry, cancellationToken).ConfigureAwait(false);
            yield return new ArchiveEntry(entry.FullName, new UnpackStream(default, new CheckedEntry(content, entry.Length, entry.Crc32), budget, file.Length));
        }
    }

    /// <summary>The content of the only file; <see langword="null"/> where there are none or several, or it is encrypted.</summary>
    public static Stream? OpenOnly(Stream file)
    {
        ZipArchive zip = Open(file);
        ZipArchiveEntry? only = null;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (entry.FullName.EndsWith('/') || FileSelection.IsHidden(entry.FullName))
                continue;
            if (only is not null || entry.IsEncrypted)
                return null;
            only = entry;
        }

        return only is null ? null : new CheckedEntry(only.Open(), only.Length, only.Crc32);
    }

    /// <summary>Opens an archive whose table of files is whole, and not too large to be read.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    private static ZipArchive Open(Stream file)
    {
        CheckTable(file);
        return new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
    }

    /// <summary>Whether an entry is a regular file: no folder, and no link or device where the archive notes Unix's kinds.</summary>
    private static bool IsFile(ZipArchiveEntry entry) => !entry.FullName.EndsWith('/') && ((entry.ExternalAttributes >> 28) & 0xF) is 0 or 8;

    private static async ValueTask<Stream> OpenAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (entry.IsEncrypted)
            throw new InvalidDataException("is a zip archive that is encrypted");
        try
        {
            return await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidDataException("is a zip archive of a kind that cannot be unpacked", exception);
        }
    }

    private static void CheckTable(Stream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndSize + ushort.MaxValue)];
        long start = file.Length - tail.Length;
        file.Position = start;
        file.ReadExactly(tail);
        file.Position = 0;
        int end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + EndSize > tail.Length)
            throw new InvalidDataException("is a damaged zip archive, or one that ends early");
        uint table = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (table == uint.MaxValue || BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10)) == ushort.MaxValue)
            throw new InvalidDataException("is a zip archive of more than 65534 files or 4 GiB");
        if (start + end - table is < 0 or > MaxTable)
            throw new InvalidDataException($"is a damaged zip archive, or its table has more than {MaxTable} bytes");
    }
}
