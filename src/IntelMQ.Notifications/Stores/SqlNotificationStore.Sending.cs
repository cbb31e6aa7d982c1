using System.Data.Common;
using System.Globalization;
using IntelMQ.Notifications.Outbox;
using static IntelMQ.Notifications.Stores.NotificationDatabase;
using static IntelMQ.Notifications.Stores.NotificationTables;

namespace IntelMQ.Notifications.Stores;

public sealed partial class SqlNotificationStore
{
    private const string MailColumns = "id, batch, recipient, sent_to, sender, subject, ticket, language, row_count, exercise, state, prepared, attempts, not_before, words, changed";

    /// <inheritdoc/>
    public ValueTask<bool> LeaseAsync(string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        return new(_database.WriteAsync(async (connection, transaction, token) =>
        {
            long now = Now;
            List<(string Owner, long Until)> rows = await _database.RunAsync(connection, transaction, $"SELECT owner, until FROM {Control}", Rows(static row => (row.GetString(0), row.GetInt64(1))), token).ConfigureAwait(false);
            (string holder, long until) = rows[0];
            if (holder != owner)
            {
                if (holder.Length > 0 && until > now)
                    return false;
                await _database.RunAsync(connection, transaction, $"UPDATE {NotificationTables.Mail} SET state = @p0, words = @p1, changed = @p2 WHERE state = @p3", Execute, token, (long)MailState.Uncertain, MailWords.Interrupted, now, (long)MailState.Sending).ConfigureAwait(false);
            }

            await _database.RunAsync(connection, transaction, $"UPDATE {Control} SET owner = @p0, until = @p1", Execute, token, owner, now + (long)lease.TotalMilliseconds).ConfigureAwait(false);
            return true;
        }, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask EndLeaseAsync(string owner, CancellationToken cancellationToken)
        => await _database.WriteAsync((connection, transaction, token) => _database.RunAsync(connection, transaction, $"UPDATE {Control} SET owner = '', until = 0 WHERE owner = @p0", Execute, token, owner), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<StoredMail?> TakeAsync(string owner, string? batch, IReadOnlyCollection<string> passOver, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentNullException.ThrowIfNull(passOver);
        return new(_database.WriteAsync(async (connection, transaction, token) =>
        {
            long now = Now;
            List<(string Owner, bool IsHeld)> rows = await _database.RunAsync(connection, transaction, $"SELECT owner, held FROM {Control}", Rows(static row => (row.GetString(0), row.GetInt64(1) != 0)), token).ConfigureAwait(false);
            if (rows[0].Owner != owner || rows[0].IsHeld)
                return null;
            Conditions conditions = new Conditions().Add("state =", (long)MailState.Prepared).Add("not_before <=", now).Add("batch =", batch).AddIn("domain", isIn: false, passOver);
            object? id = await _database.RunAsync(connection, transaction, $"SELECT id FROM {NotificationTables.Mail}{conditions.Text} ORDER BY number LIMIT 1", Scalar, token, [.. conditions.Values]).ConfigureAwait(false);
            if (id is null)
                return null;
            await _database.RunAsync(connection, transaction, $"UPDATE {NotificationTables.Mail} SET state = @p0, attempts = attempts + 1, changed = @p1 WHERE id = @p2", Execute, token, (long)MailState.Sending, now, id).ConfigureAwait(false);
            return (await _database.RunAsync(connection, transaction, $"SELECT {MailColumns}, content FROM {NotificationTables.Mail} WHERE id = @p0", Rows(ReadMail), token, id).ConfigureAwait(false)).SingleOrDefault();
        }, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredMail>> FindMailsAsync(MailQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, MailQuery.MaxLimit);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Skip);
        Conditions conditions = new Conditions().Add("id =", query.Id).Add("batch =", query.Batch).Add("recipient =", query.Recipient?.ToLowerInvariant()).Add("ticket =", query.Ticket).Add("state =", (long?)query.State);
        string sql = string.Create(CultureInfo.InvariantCulture, $"SELECT {MailColumns}{(query.WithContent ? ", content" : "")} FROM {NotificationTables.Mail}{conditions.Text} ORDER BY number DESC LIMIT {query.Limit} OFFSET {query.Skip}");
        return new(_database.UseAsync<IReadOnlyList<StoredMail>>(async (connection, token) => await _database.RunAsync(connection, null, sql, Rows(ReadMail), token, [.. conditions.Values]).ConfigureAwait(false), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<MailState, long>> CountMailsAsync(string? batch, CancellationToken cancellationToken)
    {
        Conditions conditions = new Conditions().Add("batch =", batch);
        return new(_database.UseAsync<IReadOnlyDictionary<MailState, long>>(async (connection, token) => (await _database.RunAsync(
            connection,
            null,
            $"SELECT state, COUNT(*) FROM {NotificationTables.Mail}{conditions.Text} GROUP BY state",
            Rows(static row => (State: (MailState)row.GetInt64(0), Count: row.GetInt64(1))),
            token,
            [.. conditions.Values]).ConfigureAwait(false)).ToDictionary(static pair => pair.State, static pair => pair.Count), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MailDay>> ReadDaysAsync(string batch, DateOnly from, CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT prepared / 86400000, COUNT(*), COUNT(DISTINCT recipient), CAST(SUM(row_count) AS bigint) FROM {NotificationTables.Mail}
            WHERE batch = @p0 AND exercise = 0 AND prepared >= @p1 GROUP BY prepared / 86400000 ORDER BY 1
            """;
        long start = new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
        return new(_database.UseAsync<IReadOnlyList<MailDay>>(async (connection, token) => await _database.RunAsync(connection, null, sql, Rows(static row => new MailDay(
            DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(row.GetInt64(0))),
            row.GetInt64(1),
            row.GetInt64(2),
            row.GetInt64(3))), token, batch, start).ConfigureAwait(false), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadLastMailsAsync(IReadOnlyCollection<string> recipients, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        return new(_database.UseAsync<IReadOnlyDictionary<string, DateTimeOffset>>(async (connection, token) =>
        {
            var found = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            foreach (string[] some in recipients.Distinct().Chunk(ChunkSize))
            {
                Conditions conditions = new Conditions().AddIn("recipient", isIn: true, some).Add("exercise =", 0L).Add("state <>", (long)MailState.Failed);
                foreach ((string recipient, long time) in await _database.RunAsync(connection, null, $"SELECT recipient, MAX(prepared) FROM {NotificationTables.Mail}{conditions.Text} GROUP BY recipient", Rows(static row => (row.GetString(0), row.GetInt64(1))), token, [.. conditions.Values]).ConfigureAwait(false))
                    found[recipient] = TimeOf(time);
            }

            return found;
        }, cancellationToken));
    }

    private static StoredMail ReadMail(DbDataReader row) => new(
        new OutgoingMail(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.FieldCount > 16 ? row.GetFieldValue<byte[]>(16) : default(ReadOnlyMemory<byte>))
        {
            Subject = row.GetString(5),
            Ticket = row.IsDBNull(6) ? null : row.GetString(6),
            Language = row.GetString(7),
            Rows = (int)row.GetInt64(8),
            IsExercise = row.GetInt64(9) != 0,
        },
        (MailState)row.GetInt64(10),
        TimeOf(row.GetInt64(11)))
    {
        Attempts = (int)row.GetInt64(12),
        NotBefore = TimeOf(row.GetInt64(13)),
        Words = row.IsDBNull(14) ? null : row.GetString(14),
        Changed = TimeOf(row.GetInt64(15)),
    };
}
