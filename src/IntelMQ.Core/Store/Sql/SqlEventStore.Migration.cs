using System.Data.Common;
using System.Globalization;
using static IntelMQ.Store.StoreMigrations;

namespace IntelMQ.Store;

public abstract partial class SqlEventStore
{
    /// <summary>
    /// Brings the database to the version of this program: makes the table of events where there is none, the store's own tables, and indexes
    /// for what is asked often. Never removes anything, and changes no column of a table of events that is there. Each version is one
    /// transaction; what was begun is gone on with.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The versions that were applied; empty where the database was up to date.</returns>
    /// <exception cref="IOException">The database gives no service, or is of a later version than this program.</exception>
    public async ValueTask<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var applied = new List<int>();
                while (await StepAsync(connection, cancellationToken).ConfigureAwait(false) is { } version)
                    applied.Add(version);
                _columns = null;
                return applied;
            }
        }
        catch (DbException exception)
        {
            throw new Bots.DatabaseServiceException($"The store cannot be migrated: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>The version of the store's own tables; 0 where there are none, as in IntelMQ's database.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<int> ReadVersionAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            return await VersionAsync(connection, null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int?> StepAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await LockAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
            int version = await VersionAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
            if (version > Latest)
                throw new Bots.DatabaseServiceException($"The store is of version {version}, and this program of {Latest}: use a later one.", null);
            if (version == Latest)
                return null;
            if (version == 0)
            {
                await RunAsync(connection, transaction, $"CREATE TABLE IF NOT EXISTS {Prefix}version (version integer NOT NULL, applied text NOT NULL)", static command => command.ExecuteNonQueryAsync()).ConfigureAwait(false);
                if ((await ColumnsAsync(connection, _settings.Table, cancellationToken).ConfigureAwait(false)).Count == 0)
                    await RunAsync(connection, transaction, EventTable(_sql.Engine, _settings.Table, Schema), static command => command.ExecuteNonQueryAsync()).ConfigureAwait(false);
            }

            IReadOnlyDictionary<string, string> columns = await ColumnsAsync(connection, _settings.Table, cancellationToken).ConfigureAwait(false);
            foreach (string statement in Of(version + 1, _sql.Engine, _settings.Table, columns))
                await RunAsync(connection, transaction, statement, static command => command.ExecuteNonQueryAsync()).ConfigureAwait(false);
            await RunAsync(connection, transaction, $"INSERT INTO {Prefix}version VALUES (@p0, @p1)", static command => command.ExecuteNonQueryAsync(), version + 1, EventValue.Of(_settings.Time.GetUtcNow()).Text).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return version + 1;
        }
    }

    private async Task<int> VersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if ((await ColumnsAsync(connection, Prefix + "version", cancellationToken).ConfigureAwait(false)).Count == 0)
            return 0;
        object? version = await RunAsync(connection, transaction, $"SELECT COALESCE(MAX(version), 0) FROM {Prefix}version", static command => command.ExecuteScalarAsync()).ConfigureAwait(false);
        return Convert.ToInt32(version, CultureInfo.InvariantCulture);
    }

    private async Task CheckMigratedAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (_isMigrated)
            return;
        int version = await VersionAsync(connection, null, cancellationToken).ConfigureAwait(false);
        if (version != Latest)
            throw new Bots.DatabaseServiceException($"The store's own tables are of version {version}, and this program needs {Latest}: migrate the store first.", null);
        _isMigrated = true;
    }

    private async Task<TResult> RunAsync<TResult>(DbConnection connection, DbTransaction? transaction, string sql, Func<DbCommand, Task<TResult>> run, params object?[] values)
    {
        DbCommand command = CommandOf(connection, transaction, sql, values);
        await using (command.ConfigureAwait(false))
            return await run(command).ConfigureAwait(false);
    }

    private DbCommand CommandOf(DbConnection connection, DbTransaction? transaction, string sql, params object?[] values)
    {
        DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = (int)Math.Ceiling(_settings.CommandTimeout.TotalSeconds);
        SqlQuestion.SetText(command, sql);
        for (int i = 0; i < values.Length; i++)
            StoreSql.AddParameter(command, string.Create(CultureInfo.InvariantCulture, $"@p{i}"), values[i] ?? DBNull.Value);
        return command;
    }
}
