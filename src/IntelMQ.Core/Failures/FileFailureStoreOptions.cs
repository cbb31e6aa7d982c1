namespace IntelMQ.Failures;

/// <summary>Where a <see cref="FileFailureStore"/> keeps failures, and how many.</summary>
public sealed class FileFailureStoreOptions
{
    /// <summary>The folder, made where it is missing. Nothing else may be in it.</summary>
    public string Folder { get; set; } = "";

    /// <summary>
    /// Bytes on disk, 1 GiB by default; exceeded by no more than the last segment. The oldest failures make room, those of the bot first
    /// whose failures take the most: one feed's failures do not push out those of another.
    /// </summary>
    public long MaxTotalBytes { get; set; } = 1L << 30;

    /// <summary>How long failures are kept, in whole segments; 90 days by default, <see langword="null"/> for no bound.</summary>
    public TimeSpan? MaxAge { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Bytes after which a new segment is begun; 16 MiB by default. What is too old or too much goes by the segment.</summary>
    public long SegmentBytes { get; set; } = 16L << 20;

    /// <summary>Whether the disk itself must have a failure before it counts as stored, so that it outlives a power failure; on by default.</summary>
    public bool FlushToDisk { get; set; } = true;

    internal void ThrowIfInvalid()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTotalBytes, SegmentBytes);
        if (MaxAge is { } age)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero);
    }
}
