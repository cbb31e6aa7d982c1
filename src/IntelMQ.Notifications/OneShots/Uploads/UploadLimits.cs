namespace IntelMQ.Notifications.OneShots.Uploads;

/// <summary>What uploads may take of the disk.</summary>
public sealed record UploadLimits
{
    /// <summary>Bytes of a file: 2 GiB by default.</summary>
    public long FileBytes { get; init; } = 2L << 30;

    /// <summary>Bytes of a slice: 8 MiB by default.</summary>
    public int SliceBytes { get; init; } = 8 << 20;

    /// <summary>Bytes of all files together, as far as they are announced: 10 GiB by default.</summary>
    public long AllBytes { get; init; } = 10L << 30;

    /// <summary>Files at once: 100 by default.</summary>
    public int Files { get; init; } = 100;

    /// <summary>How long a file stays: 14 days after its last slice by default.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(14);
}
