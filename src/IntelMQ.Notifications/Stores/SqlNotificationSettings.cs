using System.Data.Common;
using IntelMQ.Export;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.Stores;

/// <summary>Where a store of notifications is.</summary>
/// <param name="Driver">The database's driver: <c>SqliteDriver.Instance</c> of IntelMQ.Sqlite, <c>PostgreSqlDriver.Instance</c> of IntelMQ.PostgreSql.</param>
/// <param name="Engine">The database: SQLite or PostgreSQL.</param>
/// <param name="ConnectionString">The driver's connection string. Holds the password.</param>
public sealed record SqlNotificationSettings(DbProviderFactory Driver, SqlEngine Engine, string ConnectionString)
{
    /// <summary>The time after which a statement is given up; 5 minutes by default.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The fields that events have.</summary>
    public Schema Schema { get; init; } = Schema.Default;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SqlNotificationSettings)} {{ {nameof(Engine)} = {Engine} }}";
}
