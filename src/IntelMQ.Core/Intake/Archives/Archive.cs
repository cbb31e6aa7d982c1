using System.Runtime.CompilerServices;

namespace IntelMQ.Intake;

/// <summary>
/// Unpacks zip, tar, gzip, bzip2 and xz, and tar within the last three, without ever writing a file. What is none of them is given as it
/// is. The kind is told by the data, not by the name. Check sums, lengths and end marks are checked: what is cut or damaged is an exception, never less data.
/// </summary>
public static class Archive
{
    /// <summary>The files of an archive that are asked for; each stream is valid until the next one is asked for.</summary>
    /// <param name="file">Can seek; stands at its start.</param>
    /// <param name="name">The file's name, for data that has none of its own.</param>
    /// <param name="selection">
    /// Which files are asked for; gzip, bzip2 and xz have no names, so that their data is always taken. Where all are asked for, those that
    /// only an operating system needs (names that begin with a dot, the folder <c>__MACOSX</c>) are passed over.
    /// </param>
    /// <param name="budget">Bounds what is unpacked.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">
    /// The archive is damaged, cut, encrypted, of a kind that cannot be unpacked, or gives too much; the text is the end of a sentence that
    /// begins with the file.
    /// </exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream file,
        string name,
        FileSelection selection,
        UnpackBudget budget,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(budget);
        var head = new byte[TarEntries.BlockSize];
        int read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        ArchiveKind kind = ArchiveKinds.Of(head.AsSpan(0, read));
        if (kind == ArchiveKind.Unsupported)
            throw new InvalidDataException($"is {ArchiveKinds.NameOf(head.AsSpan(0, read))}, which cannot be unpacked here");
        using Stream? members = kind switch
        {
            ArchiveKind.Gzip => new GzipMembers(file),
            ArchiveKind.Bzip2 or ArchiveKind.Xz => new PackedStream(file, kind == ArchiveKind.Xz),
            _ => null,
        };
        Stream data = file;
        if (members is not null)
        {
            var stream = new UnpackStream(default, members, budget, file.Length);
            read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            data = new UnpackStream(head.AsMemory(0, read), members, budget, file.Length);
        }

        bool isTar = kind != ArchiveKind.Zip && TarEntries.IsHeader(head.AsSpan(0, read));
        if (kind != ArchiveKind.Zip && !isTar)
        {
            yield return new ArchiveEntry(name, data);
            yield break;
        }

        IAsyncEnumerable<ArchiveEntry> entries = isTar ? TarEntries.ReadAsync(data, cancellationToken) : ZipEntries.ReadAsync(file, selection, budget, cancellationToken);
        await foreach (ArchiveEntry entry in entries.ConfigureAwait(false))
        {
            if (selection.Contains(entry.Name))
                yield return entry;
        }
    }

    /// <summary>What is wrong with an archive that gave no files: the end of a sentence that begins with the file.</summary>
    /// <param name="selection">Which files were asked for.</param>
    public static string NothingIn(FileSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return selection.IsAll ? "is an archive without files" : $"is an archive with none of the files that extract_files names ({selection})";
    }

    /// <summary>Whether data is an archive, or packed in a way that is known; by its first bytes.</summary>
    /// <param name="data">The data, or its first 512 bytes.</param>
    public static bool IsArchive(ReadOnlySpan<byte> data)
        => ArchiveKinds.Of(data) != ArchiveKind.None || TarEntries.IsHeader(data[..Math.Min(data.Length, TarEntries.BlockSize)]);

    /// <inheritdoc cref="IsArchive(ReadOnlySpan{byte})"/>
    /// <param name="data">Can seek; stands at its start, before and after.</param>
    public static bool IsArchive(Stream data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var head = new byte[TarEntries.BlockSize];
        int read = data.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        data.Position = 0;
        return IsArchive(head.AsSpan(0, read));
    }

    /// <summary>The content of a gzip file of one or several members; may be read either way.</summary>
    /// <param name="packed">The file; left open.</param>
    /// <remarks>Reading throws <see cref="InvalidDataException"/> where the file is damaged or ends early. Nothing bounds what comes out.</remarks>
    public static Stream OpenGzip(Stream packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        return new GzipMembers(packed);
    }

    /// <summary>The content of the only file of a zip archive; <see langword="null"/> where there are none or several, or it is encrypted.</summary>
    /// <param name="packed">The archive; can seek; left open.</param>
    /// <exception cref="InvalidDataException">The archive is damaged; so says reading what is returned.</exception>
    public static Stream? OpenOnlyFile(Stream packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        return ZipEntries.OpenOnly(packed);
    }
}
