using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>Where an event store keeps its events.</summary>
public sealed record SqlStoreSettings
{
    /// <summary>The driver's connection string. Holds the password.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The table of events, as IntelMQ has it: a column for each field, <c>extra</c> as JSON, and <c>id</c>.</summary>
    public string Table { get; init; } = "events";

    /// <summary>The fields that events have. Columns of no field are passed over.</summary>
    public Schema Schema { get; init; } = Schema.Default;

    /// <summary>The time after which a statement that writes is given up; 5 minutes by default.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SqlStoreSettings)} {{ {nameof(Table)} = {Table} }}";
}
