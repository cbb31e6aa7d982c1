using IntelMQ.Intake;

namespace IntelMQ.Bots.Collectors;

/// <summary>A file that was downloaded, or one of those in it.</summary>
/// <param name="Name">Its name in the archive; empty where it has none.</param>
/// <param name="Data">Its bytes.</param>
internal sealed record UnpackedFile(string Name, byte[] Data)
{
    private const int MaxRatio = 250;

    /// <summary>Unpacks data as far as asked for. All of it is read: what is damaged gives nothing.</summary>
    /// <param name="data">The data.</param>
    /// <param name="selection">Which files are taken; none for the data as it is.</param>
    /// <param name="maxSize">The most bytes of a file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">It is no archive, damaged, too large, or has none of the files; the end of a sentence.</exception>
    public static async Task<List<UnpackedFile>> ReadAsync(byte[] data, FileSelection selection, int maxSize, CancellationToken cancellationToken)
    {
        if (selection.IsNone)
            return [new UnpackedFile("", data)];
        if (!Archive.IsArchive(data))
            throw new InvalidDataException("is no archive, although it is to be unpacked");
        var files = new List<UnpackedFile>();
        var plan = new ChunkPlan(0, false, false, true, maxSize);
        var budget = new UnpackBudget(Math.Max(maxSize, 4L * data.Length), MaxRatio);
        await foreach (ArchiveEntry entry in Archive.ReadAsync(new MemoryStream(data), "", selection, budget, cancellationToken).ConfigureAwait(false))
        {
            await foreach (byte[] whole in ReportChunks.ReadAsync(entry.Content, plan, cancellationToken).ConfigureAwait(false))
                files.Add(new UnpackedFile(entry.Name, whole));
        }

        return files.Count > 0 ? files : throw new InvalidDataException(Archive.NothingIn(selection));
    }
}
