using System.Data.Common;
using System.Globalization;
using System.Text;
using IntelMQ.Messages;
using IntelMQ.Notifications.Directives;
using static IntelMQ.Notifications.Stores.NotificationDatabase;
using static IntelMQ.Notifications.Stores.NotificationTables;

namespace IntelMQ.Notifications.Stores;

public sealed partial class SqlNotificationStore
{
    private const string Columns = "id, batch, recipient, template, format, language, protection, organisation, event, contact_source, contact_object, explanation, cooldown, relapsed, passes, waits, state, reason, mail, added";

    /// <inheritdoc/>
    public ValueTask<int> AddAsync(IReadOnlyList<Directive> directives, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(directives);
        return directives.Count == 0 ? new(0) : new(_database.WriteAsync(async (connection, transaction, token) =>
        {
            long now = Now;
            const string insert = $"""
                INSERT INTO {NotificationTables.Directive} (identity, batch, recipient, test, template, format, language, protection, organisation, event, about, contact_source,
                    contact_object, explanation, cooldown_key, cooldown, relapsed, passes, waits, state, added)
                VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20) ON CONFLICT (identity) DO NOTHING
                """;
            int added = 0;
            foreach (Directive directive in directives)
                added += await _database.RunAsync(connection, transaction, insert, Execute, token, ValuesOf(directive, now)).ConfigureAwait(false);
            return added;
        }, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredDirective>> FindAsync(DirectiveQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, DirectiveQuery.MaxLimit);
        Conditions conditions = new Conditions().Add("batch =", query.Batch).Add("recipient =", query.Recipient?.ToLowerInvariant()).Add("language =", query.Language)
            .Add("protection =", (long?)query.Protection).Add("state =", (long?)query.State).Add("mail =", query.Mail).Add("about =", query.About).Add("id >", query.After);
        string sql = string.Create(CultureInfo.InvariantCulture, $"SELECT {Columns} FROM {NotificationTables.Directive}{conditions.Text} ORDER BY id LIMIT {query.Limit}");
        return new(_database.UseAsync<IReadOnlyList<StoredDirective>>(async (connection, token) => await _database.RunAsync(connection, null, sql, Rows(Read), token, [.. conditions.Values]).ConfigureAwait(false), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DirectiveGroup>> GroupAsync(string batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        const string sql = $"""
            SELECT recipient, language, protection, state, reason, COUNT(*), MAX(waits) FROM {NotificationTables.Directive} WHERE batch = @p0
            GROUP BY recipient, language, protection, state, reason
            """;
        return new(_database.UseAsync<IReadOnlyList<DirectiveGroup>>(async (connection, token) => DirectiveOrder.Of(await _database.RunAsync(connection, null, sql, Rows(row => new DirectiveGroup(
            batch,
            row.GetString(0),
            row.GetString(1),
            (MailProtection)row.GetInt64(2),
            (DirectiveState)row.GetInt64(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            row.GetInt64(5),
            TimeSpan.FromMilliseconds(row.GetInt64(6)))), token, batch).ConfigureAwait(false)), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<int> HoldAsync(DirectiveSelection selection, string reason, CancellationToken cancellationToken)
        => ChangeAsync(selection, [DirectiveState.Pending], "state = 1, reason = @p0", reason, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ReleaseAsync(DirectiveSelection selection, CancellationToken cancellationToken)
        => ChangeAsync(selection, [DirectiveState.Held], "state = 0, passes = 1, reason = NULLIF(@p0, @p0)", "", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> DropAsync(DirectiveSelection selection, string reason, CancellationToken cancellationToken)
        => ChangeAsync(selection, [DirectiveState.Pending, DirectiveState.Held], "state = 2, reason = @p0", reason, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ReplaceRecipientAsync(DirectiveSelection selection, string recipient, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentException.ThrowIfNullOrEmpty(recipient);
        return new(_database.WriteAsync(async (connection, transaction, token) =>
        {
            int moved = 0;
            foreach (IReadOnlyCollection<long>? ids in ChunksOf(selection))
            {
                Conditions conditions = Selected(selection, ids, new Conditions()).Add("state <=", (long)DirectiveState.Held);
                List<StoredDirective> rows = await _database.RunAsync(connection, transaction, $"SELECT {Columns} FROM {NotificationTables.Directive}{conditions.Text} ORDER BY id", Rows(Read), token, [.. conditions.Values]).ConfigureAwait(false);
                foreach (StoredDirective row in rows)
                {
                    Directive other = DirectiveOrder.Replaced(row.Directive, recipient, reason);
                    byte[] identity = other.ToIdentity();
                    object? known = await _database.RunAsync(connection, transaction, $"SELECT id FROM {NotificationTables.Directive} WHERE identity = @p0 AND id <> @p1", Scalar, token, identity, row.Id).ConfigureAwait(false);
                    if (known is not null)
                    {
                        await _database.RunAsync(connection, transaction, $"UPDATE {NotificationTables.Directive} SET state = 2, reason = @p0 WHERE id = @p1", Execute, token, DirectiveOrder.AlreadyTold(other), row.Id).ConfigureAwait(false);
                        continue;
                    }

                    await _database.RunAsync(
                        connection,
                        transaction,
                        $"UPDATE {NotificationTables.Directive} SET identity = @p0, recipient = @p1, organisation = '', contact_source = '', contact_object = '', explanation = @p2, cooldown_key = @p3, state = 0, reason = NULL WHERE id = @p4",
                        Execute,
                        token,
                        identity,
                        other.Recipient,
                        Clean(other.Explanation),
                        other.Key?.ToDigest(),
                        row.Id).ConfigureAwait(false);
                    moved++;
                }
            }

            return moved;
        }, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<int> HoldToldAsync(string batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        const string told = $"""
            UPDATE {NotificationTables.Directive} AS d SET state = 1, reason = '{DirectiveOrder.Told}' FROM {NotificationTables.Told} AS t
            WHERE t.cooldown_key = d.cooldown_key AND d.batch = @p0 AND d.state = 0 AND d.passes = 0 AND d.cooldown > 0
                AND t.told + d.cooldown > @p1 AND (d.relapsed IS NULL OR d.relapsed <= t.told)
            """;
        const string again = $"""
            UPDATE {NotificationTables.Directive} AS d SET state = 1, reason = '{DirectiveOrder.Again}'
            WHERE d.batch = @p0 AND d.state = 0 AND d.passes = 0 AND d.cooldown > 0 AND d.cooldown_key IS NOT NULL
                AND EXISTS (SELECT 1 FROM {NotificationTables.Directive} AS o WHERE o.cooldown_key = d.cooldown_key AND o.state = 0 AND o.batch = d.batch AND o.id < d.id)
            """;
        return new(_database.WriteAsync(async (connection, transaction, token) =>
            await _database.RunAsync(connection, transaction, told, Execute, token, batch, Now).ConfigureAwait(false)
            + await _database.RunAsync(connection, transaction, again, Execute, token, batch).ConfigureAwait(false), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<int> HoldTestsAsync(string batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        const string sql = $"UPDATE {NotificationTables.Directive} SET state = 1, reason = test WHERE batch = @p0 AND state = 0 AND test IS NOT NULL";
        return new(_database.WriteAsync((connection, transaction, token) => _database.RunAsync(connection, transaction, sql, Execute, token, batch), cancellationToken));
    }

    private ValueTask<int> ChangeAsync(DirectiveSelection selection, DirectiveState[] from, string change, string value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(value);
        return new(_database.WriteAsync(async (connection, transaction, token) =>
        {
            int changed = 0;
            foreach (IReadOnlyCollection<long>? ids in ChunksOf(selection))
            {
                var conditions = new Conditions();
                conditions.NameOf(Clean(value));
                Selected(selection, ids, conditions).AddStates(from);
                changed += await _database.RunAsync(connection, transaction, $"UPDATE {NotificationTables.Directive} SET {change}{conditions.Text}", Execute, token, [.. conditions.Values]).ConfigureAwait(false);
            }

            return changed;
        }, cancellationToken));
    }

    private static Conditions Selected(DirectiveSelection selection, IReadOnlyCollection<long>? ids, Conditions conditions)
        => conditions.Add("batch =", selection.Batch).Add("recipient =", selection.Recipient?.ToLowerInvariant()).AddIds(ids);

    private static IEnumerable<IReadOnlyCollection<long>?> ChunksOf(DirectiveSelection selection)
        => selection.Ids is null ? new IReadOnlyCollection<long>?[1] : selection.Ids.Chunk(ChunkSize);

    private static object?[] ValuesOf(Directive directive, long now) =>
    [
        directive.ToIdentity(), Clean(directive.Batch), Clean(directive.Recipient), directive.WhyTest, Clean(directive.Template), (long)directive.Format, Clean(directive.Language),
        (long)directive.Protection, Clean(directive.Organisation), Encoding.UTF8.GetString(directive.Message.ToJson()), Clean(directive.About), Clean(directive.ContactSource),
        Clean(directive.ContactObject), Clean(directive.Explanation), directive.Key?.ToDigest(), (long)directive.Cooldown.TotalMilliseconds,
        directive.Relapsed?.ToUnixTimeMilliseconds(), directive.PassesCooldown ? 1L : 0L, (long)directive.Interval.TotalMilliseconds, (long)DirectiveState.Pending, now,
    ];

    private StoredDirective Read(DbDataReader row) => new(
        row.GetInt64(0),
        new Directive
        {
            Batch = row.GetString(1),
            Recipient = row.GetString(2),
            Template = row.GetString(3),
            Format = (AttachmentFormat)row.GetInt64(4),
            Language = row.GetString(5),
            Protection = (MailProtection)row.GetInt64(6),
            Organisation = row.GetString(7),
            Message = DirectiveOrder.EventOf(row.GetString(8), _settings.Schema),
            ContactSource = row.GetString(9),
            ContactObject = row.GetString(10),
            Explanation = row.GetString(11),
            Cooldown = TimeSpan.FromMilliseconds(row.GetInt64(12)),
            Relapsed = row.IsDBNull(13) ? null : TimeOf(row.GetInt64(13)),
            PassesCooldown = row.GetInt64(14) != 0,
            Interval = TimeSpan.FromMilliseconds(row.GetInt64(15)),
        },
        (DirectiveState)row.GetInt64(16),
        row.IsDBNull(17) ? null : row.GetString(17),
        row.IsDBNull(18) ? null : row.GetString(18),
        TimeOf(row.GetInt64(19)));
}
