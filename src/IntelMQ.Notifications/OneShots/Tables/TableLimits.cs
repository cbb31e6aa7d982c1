namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>What is read of a table at most, so that none takes the memory or the time of a whole machine.</summary>
public sealed record TableLimits
{
    /// <summary>Rows: 1,000,000 by default.</summary>
    public long Rows { get; init; } = 1_000_000;

    /// <summary>Columns: 500 by default.</summary>
    public int Columns { get; init; } = 500;

    /// <summary>Bytes of a row: 4 MiB by default, since Shodan's banners hold whole pages.</summary>
    public int RowBytes { get; init; } = 4 << 20;

    /// <summary>Bytes of what is unpacked from a compressed file: 8 GiB by default.</summary>
    public long UnpackedBytes { get; init; } = 8L << 30;

    /// <summary>How many times larger than itself a compressed file may become: 200 by default.</summary>
    public int UnpackedRatio { get; init; } = 200;

    /// <summary>Bytes of what is unpacked from a workbook, whose texts are kept in memory: 256 MiB by default.</summary>
    public long WorkbookBytes { get; init; } = 256L << 20;
}
