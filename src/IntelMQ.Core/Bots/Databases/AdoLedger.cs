using System.Data.Common;
using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Bots;

/// <summary>The table that remembers which events are stored.</summary>
internal sealed class AdoLedger(SqlEngine engine, string table, EventTableSettings settings)
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly string _table = SqlText.QuotedTable(engine, table);
    private AdoStatement? _add;
    private DateTimeOffset _sweptAt;

    /// <summary>Makes the table where it is missing.</summary>
    public async ValueTask PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        string columns = $"({SqlText.Quoted(engine, "digest")} char(64) NOT NULL PRIMARY KEY, {SqlText.Quoted(engine, "stored")} bigint NOT NULL)";
        await RunAsync(
            connection,
            engine == SqlEngine.SqlServer
                ? $"IF OBJECT_ID(N'{_table.Replace("'", "''", StringComparison.Ordinal)}') IS NULL CREATE TABLE {_table} {columns}"
                : $"CREATE TABLE IF NOT EXISTS {_table} {columns}",
            cancellationToken).ConfigureAwait(false);
        _sweptAt = default;
    }

    /// <summary>Notes an event.</summary>
    /// <returns>False where it is noted already, and so not to be stored.</returns>
    public async ValueTask<bool> TryAddAsync(EventRows rows, int row, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        DateTimeOffset now = settings.Time.GetUtcNow();
        if (now - _sweptAt > BetweenSweeps)
        {
            using var sweep = new AdoStatement(engine, connection, $"DELETE FROM {_table} WHERE {SqlText.Quoted(engine, "stored")} < @p0", 1, settings.CommandTimeout);
            await sweep.RunAsync(transaction, [(now - settings.LedgerTime).ToUnixTimeSeconds()], cancellationToken).ConfigureAwait(false);
            _sweptAt = now;
        }

        byte[] digest = new byte[MessageHash.Size];
        rows.DigestOf(row, digest);
        string from = engine == SqlEngine.MySql ? " FROM DUAL" : "";
        _add ??= new AdoStatement(
            engine,
            connection,
            $"INSERT INTO {_table} SELECT @p0, @p1{from} WHERE NOT EXISTS (SELECT 1 FROM {_table} WHERE {SqlText.Quoted(engine, "digest")} = @p0)",
            2,
            settings.CommandTimeout);
        return await _add.RunAsync(transaction, [Convert.ToHexStringLower(digest), now.ToUnixTimeSeconds()], cancellationToken).ConfigureAwait(false) > 0;
    }

    public void Clear()
    {
        _add?.Dispose();
        _add = null;
    }

    private async ValueTask RunAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var statement = new AdoStatement(engine, connection, sql, 0, settings.CommandTimeout);
        await statement.RunAsync(null, [], cancellationToken).ConfigureAwait(false);
    }
}
