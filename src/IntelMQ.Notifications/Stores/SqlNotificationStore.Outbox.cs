using System.Data.Common;
using System.Globalization;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Outbox;
using static IntelMQ.Notifications.Stores.NotificationDatabase;
using static IntelMQ.Notifications.Stores.NotificationTables;

namespace IntelMQ.Notifications.Stores;

public sealed partial class SqlNotificationStore
{
    /// <inheritdoc/>
    public async ValueTask<bool> PrepareAsync(OutgoingMail mail, IReadOnlyCollection<long> directives, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(directives);
        try
        {
            return await _database.WriteAsync(async (connection, transaction, token) =>
            {
                long now = Now;
                int added = await _database.RunAsync(
                    connection,
                    transaction,
                    $"""
                    INSERT INTO {NotificationTables.Mail} (id, batch, recipient, sent_to, sender, content, subject, ticket, language, row_count, exercise, domain, state, prepared, attempts, not_before, changed)
                    VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, 0, @p12, 0, 0, @p12) ON CONFLICT (id) DO NOTHING
                    """,
                    Execute,
                    token,
                    mail.Id,
                    mail.Batch,
                    mail.Recipient,
                    mail.SentTo,
                    mail.Sender,
                    mail.Content.ToArray(),
                    Clean(mail.Subject),
                    mail.Ticket,
                    mail.Language,
                    (long)mail.Rows,
                    mail.IsExercise ? 1L : 0L,
                    mail.Domain,
                    now).ConfigureAwait(false);
                if (added == 0)
                    return false;
                if (mail.IsExercise)
                    return true;
                int taken = 0;
                foreach (long[] ids in directives.Distinct().Chunk(ChunkSize))
                {
                    var conditions = new Conditions();
                    string name = conditions.NameOf(mail.Id);
                    conditions.Add("batch =", mail.Batch).Add("recipient =", mail.Recipient).AddStates(DirectiveState.Pending).AddIds(ids);
                    taken += await _database.RunAsync(connection, transaction, $"UPDATE {NotificationTables.Directive} SET state = 3, reason = NULL, mail = {name}{conditions.Text}", Execute, token, [.. conditions.Values]).ConfigureAwait(false);
                }

                if (taken != directives.Count)
                    throw new NotPreparedException();
                await TellAsync(connection, transaction, mail.Id, now, token).ConfigureAwait(false);
                return true;
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (NotPreparedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> WithdrawAsync(string batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        const string waiting = $"SELECT id FROM {NotificationTables.Mail} WHERE batch = @p0 AND state = 0 AND attempts = 0";
        return new(_database.WriteAsync(async (connection, transaction, token) =>
        {
            List<string> ids = await _database.RunAsync(connection, transaction, waiting, Rows(static row => row.GetString(0)), token, batch).ConfigureAwait(false);
            foreach (string id in ids)
            {
                await UntellAsync(connection, transaction, id, token).ConfigureAwait(false);
                await _database.RunAsync(connection, transaction, $"UPDATE {NotificationTables.Directive} SET state = 0, mail = NULL WHERE mail = @p0", Execute, token, id).ConfigureAwait(false);
                await _database.RunAsync(connection, transaction, $"DELETE FROM {NotificationTables.Mail} WHERE id = @p0", Execute, token, id).ConfigureAwait(false);
            }

            return ids.Count;
        }, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask SettleAsync(string id, MailState state, string words, DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(state, MailState.Sending);
        await ChangeMailAsync(id, [MailState.Sending, MailState.Uncertain], state, words, notBefore, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ResolveAsync(string id, MailState state, string by, CancellationToken cancellationToken)
    {
        if (state is not (MailState.Accepted or MailState.Failed or MailState.Prepared))
            throw new ArgumentOutOfRangeException(nameof(state), state, "A mail is accepted, failed, or prepared again.");
        return ChangeMailAsync(id, [MailState.Uncertain, MailState.Failed], state, by, null, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReopenAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        const string sql = $"""
            UPDATE {NotificationTables.Directive} SET state = 1, reason = '{MailWords.Failed}', mail = NULL
            WHERE mail = @p0 AND EXISTS (SELECT 1 FROM {NotificationTables.Mail} AS m WHERE m.id = @p0 AND m.state = 4)
            """;
        return new(_database.WriteAsync((connection, transaction, token) => _database.RunAsync(connection, transaction, sql, Execute, token, id), cancellationToken));
    }

    private ValueTask<bool> ChangeMailAsync(string id, MailState[] from, MailState state, string words, DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(words);
        return new(_database.WriteAsync(async (connection, transaction, token) =>
        {
            long now = Now;
            object? known = await _database.RunAsync(connection, transaction, $"SELECT state FROM {NotificationTables.Mail} WHERE id = @p0", Scalar, token, id).ConfigureAwait(false);
            if (known is null || !from.Contains((MailState)Convert.ToInt64(known, CultureInfo.InvariantCulture)))
                return false;
            var before = (MailState)Convert.ToInt64(known, CultureInfo.InvariantCulture);
            await _database.RunAsync(
                connection,
                transaction,
                $"UPDATE {NotificationTables.Mail} SET state = @p0, words = @p1, not_before = @p2, changed = @p3 WHERE id = @p4",
                Execute,
                token,
                (long)state,
                Clean(words),
                notBefore?.ToUnixTimeMilliseconds() ?? 0L,
                now,
                id).ConfigureAwait(false);
            if (state == MailState.Failed)
                await UntellAsync(connection, transaction, id, token).ConfigureAwait(false);
            else if (before == MailState.Failed)
                await TellAsync(connection, transaction, id, now, token).ConfigureAwait(false);
            return true;
        }, cancellationToken));
    }

    // What was told before stands beside it, so that a mail that is not sent leaves the cooldown as it was.
    private async Task TellAsync(DbConnection connection, DbTransaction transaction, string mail, long now, CancellationToken cancellationToken)
        => await _database.RunAsync(
            connection,
            transaction,
            $"""
            INSERT INTO {NotificationTables.Told} (cooldown_key, told, mail) SELECT DISTINCT cooldown_key, CAST(@p0 AS bigint), CAST(@p1 AS text) FROM {NotificationTables.Directive} WHERE mail = @p1 AND cooldown_key IS NOT NULL
            ON CONFLICT (cooldown_key) DO UPDATE SET before = {NotificationTables.Told}.told, told = excluded.told, mail = excluded.mail
            """,
            Execute,
            cancellationToken,
            now,
            mail).ConfigureAwait(false);

    private async Task UntellAsync(DbConnection connection, DbTransaction transaction, string mail, CancellationToken cancellationToken)
    {
        await _database.RunAsync(connection, transaction, $"DELETE FROM {NotificationTables.Told} WHERE mail = @p0 AND before IS NULL", Execute, cancellationToken, mail).ConfigureAwait(false);
        await _database.RunAsync(connection, transaction, $"UPDATE {NotificationTables.Told} SET told = before, before = NULL, mail = '' WHERE mail = @p0", Execute, cancellationToken, mail).ConfigureAwait(false);
    }

    /// <summary>Undoes the transaction of a mail whose directives are not as they have to be.</summary>
    private sealed class NotPreparedException : Exception;
}
