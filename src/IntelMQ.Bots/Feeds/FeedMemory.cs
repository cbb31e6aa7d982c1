namespace IntelMQ.Bots.Feeds;

/// <summary>What is known of one kind of report.</summary>
internal sealed class FeedMemory
{
    private const int MaxCounts = 16;
    private const int MaxColumns = 2000;

    /// <summary>The columns of the last report; <see langword="null"/> before the first.</summary>
    public IReadOnlyList<string>? Columns { get; set; }

    /// <summary>The columns of which it was told that nobody knows them.</summary>
    public HashSet<string> ToldColumns { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether it was told that the kind is unknown.</summary>
    public bool IsToldType { get; set; }

    /// <summary>The numbers of rows of the last reports, the oldest first.</summary>
    public List<long> Counts { get; init; } = [];

    /// <summary>The middle one of them.</summary>
    public long Usual
    {
        get
        {
            long[] sorted = [.. Counts.Order()];
            return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
        }
    }

    public void AddCount(long rows)
    {
        if (Counts.Count == MaxCounts)
            Counts.RemoveAt(0);
        Counts.Add(rows);
    }

    /// <summary>The columns of which it has not been told yet.</summary>
    public string[] NotTold(IReadOnlyList<string> columns)
    {
        string[] untold = [.. columns.Where(column => !ToldColumns.Contains(column)).Distinct(StringComparer.Ordinal).Take(MaxColumns - ToldColumns.Count)];
        ToldColumns.UnionWith(untold);
        return untold;
    }
}
