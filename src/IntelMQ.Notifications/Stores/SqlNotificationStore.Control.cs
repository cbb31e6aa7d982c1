using System.Globalization;
using IntelMQ.Notifications.Outbox;
using static IntelMQ.Notifications.Stores.NotificationDatabase;
using static IntelMQ.Notifications.Stores.NotificationTables;

namespace IntelMQ.Notifications.Stores;

public sealed partial class SqlNotificationStore
{
    /// <inheritdoc/>
    public ValueTask<string> NextTicketAsync(CancellationToken cancellationToken) => new(_database.WriteAsync(async (connection, transaction, token) =>
    {
        object? number = await _database.RunAsync(connection, transaction, $"UPDATE {Control} SET ticket = ticket + 1 RETURNING ticket", Scalar, token).ConfigureAwait(false);
        return TicketNumber.Of(_settings.Time.GetUtcNow(), Convert.ToInt64(number, CultureInfo.InvariantCulture));
    }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<MailHold> ReadHoldAsync(CancellationToken cancellationToken) => new(_database.UseAsync(async (connection, token) =>
    {
        List<MailHold> rows = await _database.RunAsync(connection, null, $"SELECT held, reason, decided_by, since FROM {Control}", Rows(static row => row.IsDBNull(3)
            ? MailHold.Initial
            : new MailHold(row.GetInt64(0) != 0, row.GetString(1), row.GetString(2), TimeOf(row.GetInt64(3)))), token).ConfigureAwait(false);
        return rows[0];
    }, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask SetHoldAsync(bool isHeld, string reason, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(by);
        await _database.WriteAsync((connection, transaction, token) => _database.RunAsync(
            connection,
            transaction,
            $"UPDATE {Control} SET held = @p0, reason = @p1, decided_by = @p2, since = @p3",
            Execute,
            token,
            isHeld ? 1L : 0L,
            Clean(reason),
            Clean(by),
            Now), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisableAsync(string address, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        ArgumentNullException.ThrowIfNull(reason);
        await _database.WriteAsync((connection, transaction, token) => _database.RunAsync(
            connection,
            transaction,
            $"INSERT INTO {Disabled} VALUES (@p0, @p1, @p2) ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, since = excluded.since",
            Execute,
            token,
            Clean(address.ToLowerInvariant()),
            Clean(reason),
            Now), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> EnableAsync(string address, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        return await _database.WriteAsync((connection, transaction, token) => _database.RunAsync(connection, transaction, $"DELETE FROM {Disabled} WHERE address = @p0", Execute, token, address.ToLowerInvariant()), cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DisabledAddress>> FindDisabledAsync(IReadOnlyCollection<string>? addresses, CancellationToken cancellationToken) => new(_database.UseAsync<IReadOnlyList<DisabledAddress>>(async (connection, token) =>
    {
        var found = new List<DisabledAddress>();
        foreach (string[]? some in addresses is null ? [null] : addresses.Select(static address => address.ToLowerInvariant()).Distinct().Chunk(ChunkSize).Cast<string[]?>())
        {
            Conditions conditions = new Conditions().AddIn("address", isIn: true, some);
            found.AddRange(await _database.RunAsync(connection, null, $"SELECT address, reason, since FROM {Disabled}{conditions.Text} ORDER BY address", Rows(static row => new DisabledAddress(row.GetString(0), row.GetString(1), TimeOf(row.GetInt64(2)))), token, [.. conditions.Values]).ConfigureAwait(false));
        }

        return found;
    }, cancellationToken));
}
