namespace IntelMQ.Bots.Collectors;

/// <summary>What a file was like when it was read.</summary>
internal readonly record struct FileStamp(long Length, DateTime LastWrite)
{
    public static FileStamp Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc);
}
