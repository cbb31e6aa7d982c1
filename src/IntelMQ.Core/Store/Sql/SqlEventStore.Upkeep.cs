using System.Data.Common;
using System.Globalization;
using IntelMQ.Harmonization;
using static IntelMQ.Store.StoreMigrations;

namespace IntelMQ.Store;

public abstract partial class SqlEventStore
{
    private const int RemovedAtOnce = 2000;

    /// <inheritdoc/>
    public ValueTask<long> RetainAsync(RetentionRule rule, string who, CancellationToken cancellationToken)
    {
        BoundFilter filter = BoundRetention.Bind(rule, Schema, _settings.Time.GetUtcNow());
        return RemoveAsync(filter, rule.IsRawOnly, who, "retain", BoundRetention.Describe(rule), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> EraseAsync(EventFilter filter, string who, string reason, CancellationToken cancellationToken)
        => RemoveAsync(BoundRetention.Bind(filter, Schema), isRawOnly: false, who, "erase", reason, cancellationToken);

    /// <inheritdoc/>
    public ValueTask NoteExportAsync(string who, long events, string detail, CancellationToken cancellationToken)
        => new(WriteAsync(
            async (connection, transaction) =>
            {
                await NoteAsync(who, "export", events, detail, connection, transaction).ConfigureAwait(false);
                return true;
            },
            cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoreLogEntry>> ReadLogAsync(long? below, int count, CancellationToken cancellationToken)
    {
        var question = new SqlQuestion(_sql, new Dictionary<string, string>());
        question.Text.Append(CultureInfo.InvariantCulture, $"SELECT number, time, who, action, events, detail FROM {Prefix}log WHERE number < CAST({question.Add(below ?? long.MaxValue)} AS bigint) ORDER BY number DESC LIMIT {Math.Clamp(count, 1, 1000)}");
        await using var rows = new SqlRows(this, question, TimeSpan.FromMinutes(1), cancellationToken);
        var entries = new List<StoreLogEntry>();
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            UtcTime.TryRead(System.Text.Encoding.UTF8.GetBytes(rows.Row.GetString(1)), out DateTimeOffset time);
            entries.Add(new StoreLogEntry(rows.Row.GetInt64(0), time, rows.Row.GetString(2), rows.Row.GetString(3), rows.Row.GetInt64(4), rows.Row.GetString(5)));
        }

        return entries;
    }

    private async ValueTask<long> RemoveAsync(BoundFilter filter, bool isRawOnly, string who, string action, string detail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(detail);
        long removed = 0;
        long? entry = null;
        while (true)
        {
            SqlQuestion question = await QuestionAsync(cancellationToken).ConfigureAwait(false);
            question.Text.Append(CultureInfo.InvariantCulture, $"SELECT {_sql.Quoted("id")} FROM {_table} WHERE {FilterSql.Of(question, filter)} LIMIT {RemovedAtOnce}");
            (int step, entry) = await WriteAsync((connection, transaction) => StepAsync(question, isRawOnly, entry, (who, action, detail), connection, transaction, cancellationToken), cancellationToken).ConfigureAwait(false);
            removed += step;
            if (step < RemovedAtOnce)
                return removed;
        }
    }

    private async Task<(int Removed, long? Entry)> StepAsync(
        SqlQuestion question, bool isRawOnly, long? entry, (string Who, string Action, string Detail) what, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        Offer(connection, new SqlTests(question.Tests).IsFulfilled);
        var ids = new List<long>();
        DbCommand command = question.ToCommand(connection);
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandTimeout = (int)Math.Ceiling(_settings.CommandTimeout.TotalSeconds);
            DbDataReader row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                    ids.Add(row.GetInt64(0));
            }
        }

        entry = entry is { } begun
            ? begun
            : await NoteAsync(what.Who, what.Action, 0, what.Detail, connection, transaction).ConfigureAwait(false);
        if (ids.Count == 0)
            return (0, entry);
        string list = string.Join(',', ids.Select(static id => id.ToString(CultureInfo.InvariantCulture)));
        if (what.Action == "erase")
            await ForgetObjectsAsync(question, list, connection, transaction).ConfigureAwait(false);
        string change = isRawOnly
            ? $"UPDATE {_table} SET {_sql.Quoted("raw")} = NULL WHERE {_sql.Quoted("id")} IN ({list})"
            : $"DELETE FROM {_table} WHERE {_sql.Quoted("id")} IN ({list})";
        await RunAsync(connection, transaction, change, static one => one.ExecuteNonQueryAsync()).ConfigureAwait(false);
        if (!isRawOnly)
            await RunAsync(connection, transaction, $"DELETE FROM {Prefix}lineage WHERE event_id IN ({list})", static one => one.ExecuteNonQueryAsync()).ConfigureAwait(false);
        await RunAsync(connection, transaction, $"UPDATE {Prefix}log SET events = events + @p0 WHERE number = @p1", static one => one.ExecuteNonQueryAsync(), ids.Count, entry).ConfigureAwait(false);
        return (ids.Count, entry);
    }

    // Before the events go: what they are about is told by them alone.
    private async Task ForgetObjectsAsync(SqlQuestion question, string ids, DbConnection connection, DbTransaction transaction)
    {
        foreach (BoundField field in _fields.Where(static field => ObjectSightings.Fields.Contains(field.Column)))
        {
            string value = _sql.Text(_sql.Quoted(field.Column), field.Form, question.Columns[field.Column]);
            await RunAsync(connection, transaction, $"DELETE FROM {Prefix}object WHERE value IN (SELECT {value} FROM {_table} WHERE {_sql.Quoted("id")} IN ({ids}))", static one => one.ExecuteNonQueryAsync()).ConfigureAwait(false);
        }
    }

    private async Task<long> NoteAsync(string who, string action, long events, string detail, DbConnection connection, DbTransaction transaction)
        => Convert.ToInt64(
            await RunAsync(
                connection,
                transaction,
                $"INSERT INTO {Prefix}log (time, who, action, events, detail) VALUES (@p0, @p1, @p2, @p3, @p4) RETURNING number",
                static one => one.ExecuteScalarAsync(),
                EventValue.Of(_settings.Time.GetUtcNow()).Text,
                who,
                action,
                events,
                detail).ConfigureAwait(false),
            CultureInfo.InvariantCulture);

    /// <summary>Does something in a transaction of its own.</summary>
    private async Task<TResult> WriteAsync<TResult>(Func<DbConnection, DbTransaction, Task<TResult>> work, CancellationToken cancellationToken)
    {
        try
        {
            DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await CheckMigratedAsync(connection, cancellationToken).ConfigureAwait(false);
                DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    TResult result = await work(connection, transaction).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    return result;
                }
            }
        }
        catch (DbException exception)
        {
            throw Explain(exception);
        }
    }
}
