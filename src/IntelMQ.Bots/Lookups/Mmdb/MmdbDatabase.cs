namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>The two parts of a file that a look-up needs.</summary>
internal sealed record MmdbDatabase(MmdbTree Tree, MmdbSection Data, long DataEnd)
{
    /// <summary>Lays out a file by what its metadata says.</summary>
    public static MmdbDatabase Create(byte[] file, MmdbMetadata metadata, int dataEnd)
    {
        long treeSize = MmdbTree.Size(metadata.NodeCount, metadata.RecordSize);
        if (treeSize + MmdbTree.Separator > dataEnd)
            throw new InvalidDatabaseException($"the search tree of {metadata.NodeCount} nodes reaches beyond the data section, which ends", dataEnd);

        int dataStart = (int)treeSize + MmdbTree.Separator;
        return new MmdbDatabase(new MmdbTree(file, metadata), new MmdbSection(file, dataStart, dataEnd), dataEnd);
    }
}
