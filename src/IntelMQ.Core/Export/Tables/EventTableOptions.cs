using IntelMQ.Schemas;

namespace IntelMQ.Export;

/// <summary>What a table for events is to be like; by default as IntelMQ's <c>intelmq_psql_initdb</c> makes it.</summary>
public sealed record EventTableOptions
{
    /// <summary>The fields: a column each.</summary>
    public Schema Schema { get; init; } = Schema.Default;

    /// <summary>The table's name.</summary>
    public string Table { get; init; } = "events";

    /// <summary>PostgreSQL: <c>jsonb</c> in place of <c>json</c>, which can be searched and compared.</summary>
    public bool Jsonb { get; init; }

    /// <summary>
    /// <c>raw</c> in a table of its own (<see cref="RawTable"/>); in PostgreSQL with a view that shows both as one table and takes inserts
    /// (<see cref="View"/>).
    /// </summary>
    public bool SeparateRaws { get; init; }

    /// <summary>The table for <c>raw</c>, by the events' <c>id</c>.</summary>
    public string RawTable { get; init; } = "raws";

    /// <summary>The view over both tables.</summary>
    public string View { get; init; } = "v_events";

    /// <summary>Leaves the table of events out, where it is there already.</summary>
    public bool WithoutEvents { get; init; }

    /// <summary>
    /// PostgreSQL: the column whose ranges divide the table into partitions, such as <c>time.observation</c>; the first partition is one for
    /// all values. <see langword="null"/> for an undivided table.
    /// </summary>
    public string? PartitionKey { get; init; }

    /// <summary>Passes over what is there already, and replaces views and functions.</summary>
    public bool IfMissing { get; init; }

    /// <summary>
    /// 64 bits for whole numbers. IntelMQ's <c>integer</c> holds no numbers of autonomous systems above 2147483647: such events are refused.
    /// </summary>
    public bool LargeNumbers { get; init; }
}
