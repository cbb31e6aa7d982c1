namespace IntelMQ.Bots;

/// <summary>A table for events, and how it is reached.</summary>
public sealed record EventTableSettings
{
    /// <summary>The driver's connection string. Holds the password.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The table, or a view that takes inserts.</summary>
    public required string Table { get; init; }

    /// <summary>The only fields that are stored; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>
    /// A table of its own for <c>raw</c>, with the columns <c>event_id</c> and <c>raw</c>; <see langword="null"/> where it stands with the
    /// other fields. The table of events then needs a column <c>id</c> that numbers itself.
    /// </summary>
    public string? RawTable { get; init; }

    /// <summary>
    /// A table that remembers which events are stored, written in the same transaction, so that an event that comes again is not stored
    /// twice; made where it is missing. <see langword="null"/> for none.
    /// </summary>
    public string? LedgerTable { get; init; }

    /// <summary>How long the ledger remembers an event; a week by default.</summary>
    public TimeSpan LedgerTime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The time after which a statement is given up; 5 minutes by default.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(EventTableSettings)} {{ {nameof(Table)} = {Table} }}";
}
