using System.Data.Common;
using System.Globalization;
using IntelMQ.Messages;
using static IntelMQ.Store.StoreMigrations;

namespace IntelMQ.Store;

public abstract partial class SqlEventStore
{
    private readonly SemaphoreSlim _appending = new(1, 1);
    private readonly RecentBatches _recent = new();
    private bool _isMigrated;

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Lineage is { } lineage && lineage.Count != batch.Events.Count)
            throw new ArgumentException("There is not one lineage for each event.", nameof(batch));
        if (batch.Events.Count == 0)
            return default;
        await _appending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await CheckMigratedAsync(connection, cancellationToken).ConfigureAwait(false);
                return await AppendAsync(batch, connection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DbException exception)
        {
            _recent.Forget();
            throw Explain(exception);
        }
        catch
        {
            // It is not known what of it the database has.
            _recent.Forget();
            throw;
        }
        finally
        {
            _appending.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<EventLineage?> FindLineageAsync(long id, CancellationToken cancellationToken)
    {
        var question = new SqlQuestion(_sql, new Dictionary<string, string>());
        string number = $"CAST({question.Add(id)} AS bigint)";
        question.Text.Append(CultureInfo.InvariantCulture, $"SELECT l.report, l.element, l.fork, b.batch, b.origin, b.stored FROM {Prefix}lineage AS l LEFT JOIN {Prefix}batch AS b ON b.number = (SELECT MIN(number) FROM {Prefix}batch WHERE last_id >= {number} AND first_id <= {number}) WHERE l.event_id = {number}");
        await using var rows = new SqlRows(this, question, TimeSpan.FromMinutes(1), cancellationToken);
        if (!await rows.ReadAsync().ConfigureAwait(false))
            return null;
        return new EventLineage(rows.Row.GetString(0), rows.Row.GetInt64(1), (uint)rows.Row.GetInt64(2))
        {
            Batch = rows.Row.IsDBNull(3) ? null : rows.Row.GetString(3),
            Origin = rows.Row.IsDBNull(4) ? null : rows.Row.GetString(4),
            Stored = rows.Row.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Row.GetInt64(5)),
        };
    }

    /// <summary>Lets no other store write until the transaction ends.</summary>
    /// <param name="connection">The transaction's connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected abstract Task LockAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Writes events.</summary>
    /// <param name="events">The events, one at least.</param>
    /// <param name="connection">The transaction's connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The id of the first; the others follow without a gap.</returns>
    protected abstract Task<long> InsertAsync(IReadOnlyList<Event> events, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken);

    private async Task<AppendResult> AppendAsync(EventBatch batch, DbConnection connection, CancellationToken cancellationToken)
    {
        DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await LockAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<Event> events = batch.Events;
            IReadOnlyList<EventLineage?>? lineage = batch.Lineage;
            byte[]? digests = null;
            if (batch.Id is { } id)
            {
                if (await RunAsync(connection, transaction, $"SELECT 1 FROM {Prefix}batch WHERE batch = @p0", static command => command.ExecuteScalarAsync(), id).ConfigureAwait(false) is not null)
                    return new AppendResult(0, events.Count);
            }
            else
            {
                await LearnAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
                digests = RecentBatches.DigestsOf(events, lineage);
                if (_recent.Unknown(digests) is { } left)
                {
                    events = [.. left.Select(i => batch.Events[i])];
                    lineage = lineage is null ? null : [.. left.Select(i => batch.Lineage![i])];
                    digests = RecentBatches.DigestsOf(events, lineage);
                }

                if (events.Count == 0)
                    return new AppendResult(0, batch.Events.Count);
            }

            long first = await InsertAsync(events, connection, transaction, cancellationToken).ConfigureAwait(false);
            object? number = await RunAsync(
                connection,
                transaction,
                $"INSERT INTO {Prefix}batch (batch, origin, stored, first_id, last_id, events, digests) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6) RETURNING number",
                static command => command.ExecuteScalarAsync(),
                batch.Id,
                batch.Origin,
                _settings.Time.GetUtcNow().ToUnixTimeMilliseconds(),
                first,
                first + events.Count - 1,
                events.Count,
                digests).ConfigureAwait(false);
            long own = Convert.ToInt64(number, CultureInfo.InvariantCulture);
            if (digests is not null)
                await RunAsync(connection, transaction, $"UPDATE {Prefix}batch SET digests = NULL WHERE number = @p0", static command => command.ExecuteNonQueryAsync(), own - RecentBatches.MaxBatches).ConfigureAwait(false);
            if (lineage is not null)
                await StoreLineageAsync(lineage, first, connection, transaction, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            if (digests is not null)
                _recent.Add(own, digests);
            return new AppendResult(events.Count, batch.Events.Count - events.Count);
        }
    }

    // What others have written since, or this store before it was opened again.
    private async Task LearnAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        DbCommand command = CommandOf(connection, transaction, $"SELECT number, digests FROM {Prefix}batch WHERE number > @p0 AND digests IS NOT NULL ORDER BY number DESC LIMIT {RecentBatches.MaxBatches}", _recent.Last);
        await using (command.ConfigureAwait(false))
        {
            var found = new List<(long Number, byte[] Digests)>();
            DbDataReader row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                    found.Add((row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
            }

            for (int i = found.Count - 1; i >= 0; i--)
                _recent.Add(found[i].Number, found[i].Digests);
        }
    }

    private async Task StoreLineageAsync(IReadOnlyList<EventLineage?> lineage, long first, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        DbCommand command = CommandOf(connection, transaction, $"INSERT INTO {Prefix}lineage (event_id, report, element, fork) VALUES (@p0, @p1, @p2, @p3)", 0L, "", 0L, 0L);
        await using (command.ConfigureAwait(false))
        {
            for (int i = 0; i < lineage.Count; i++)
            {
                if (lineage[i] is not { } one)
                    continue;
                (command.Parameters[0].Value, command.Parameters[1].Value, command.Parameters[2].Value, command.Parameters[3].Value) = (first + i, one.Report, one.Element, (long)one.Fork);
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
