using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Export;
using static IntelMQ.Notifications.Stores.NotificationTables;

namespace IntelMQ.Notifications.Stores;

/// <summary>A store of notifications in a database, SQLite or PostgreSQL, in tables of its own (<c>intelmq_mail_...</c>). <see cref="MigrateAsync"/> makes them.</summary>
public sealed partial class SqlNotificationStore : INotificationStore
{
    private const int ChunkSize = 500;

    private readonly SqlNotificationSettings _settings;

    /// <summary>Gets the store ready; connects to nothing yet.</summary>
    /// <param name="settings">Where it is.</param>
    public SqlNotificationStore(SqlNotificationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Engine is not (SqlEngine.Sqlite or SqlEngine.PostgreSql))
            throw new ArgumentOutOfRangeException(nameof(settings), settings.Engine, "Notifications are kept in SQLite and PostgreSQL.");
        _settings = settings;
    }

    /// <inheritdoc/>
    public ValueTask MigrateAsync(CancellationToken cancellationToken) => new(UseAsync(async (connection, token) =>
    {
        // Readers and a writer do not wait for one another.
        if (_settings.Engine == SqlEngine.Sqlite)
            await RunAsync(connection, null, "PRAGMA journal_mode = WAL", Execute, token).ConfigureAwait(false);
        return await WriteAsync(connection, async (transaction, inner) =>
        {
            await RunAsync(connection, transaction, $"CREATE TABLE IF NOT EXISTS {NotificationTables.Version} (version bigint NOT NULL)", Execute, inner).ConfigureAwait(false);
            object? known = await RunAsync(connection, transaction, $"SELECT COALESCE(MAX(version), 0) FROM {NotificationTables.Version}", Scalar, inner).ConfigureAwait(false);
            int version = Convert.ToInt32(known, CultureInfo.InvariantCulture);
            if (version > Latest)
                throw new DatabaseServiceException($"The store of notifications is of version {version}, and this program of {Latest}: use a later one.", null);
            for (; version < Latest; version++)
            {
                foreach (string statement in Of(version + 1, _settings.Engine))
                    await RunAsync(connection, transaction, statement, Execute, inner).ConfigureAwait(false);
                await RunAsync(connection, transaction, $"INSERT INTO {NotificationTables.Version} VALUES (@p0)", Execute, inner, (long)version + 1).ConfigureAwait(false);
            }

            return true;
        }, token).ConfigureAwait(false);
    }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private long Now => _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private static DateTimeOffset TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    // What PostgreSQL takes for no text.
    private static string Clean(string text) => text.Replace('\0', ' ');

    private Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        => UseAsync((connection, token) => WriteAsync(connection, (transaction, inner) => work(connection, transaction, inner), token), cancellationToken);

    private async Task<T> WriteAsync<T>(DbConnection connection, Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // SQLite's driver begins its transactions as writers.
            if (_settings.Engine == SqlEngine.PostgreSql)
                await RunAsync(connection, transaction, "SELECT pg_advisory_xact_lock(hashtextextended('intelmq_mail', 0))", Execute, cancellationToken).ConfigureAwait(false);
            T result = await work(transaction, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        }
    }

    private async Task<T> UseAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            DbConnection connection = _settings.Driver.CreateConnection() ?? throw new InvalidOperationException("The driver makes no connections.");
            await using (connection.ConfigureAwait(false))
            {
                connection.ConnectionString = _settings.ConnectionString;
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return await work(connection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DbException exception)
        {
            throw new DatabaseServiceException($"The store of notifications gives no service: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static Task<int> Execute(DbCommand command, CancellationToken cancellationToken) => command.ExecuteNonQueryAsync(cancellationToken);

    private static Task<object?> Scalar(DbCommand command, CancellationToken cancellationToken) => command.ExecuteScalarAsync(cancellationToken);

    private static Func<DbCommand, CancellationToken, Task<List<T>>> Rows<T>(Func<DbDataReader, T> read) => async (command, cancellationToken) =>
    {
        var rows = new List<T>();
        DbDataReader row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (row.ConfigureAwait(false))
        {
            while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(read(row));
        }

        return rows;
    };

    private async Task<T> RunAsync<T>(DbConnection connection, DbTransaction? transaction, string sql, Func<DbCommand, CancellationToken, Task<T>> run, CancellationToken cancellationToken, params object?[] values)
    {
        DbCommand command = CommandOf(connection, transaction, sql, values);
        await using (command.ConfigureAwait(false))
            return await run(command, cancellationToken).ConfigureAwait(false);
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Made here; values are parameters, ids are numbers.")]
    private DbCommand CommandOf(DbConnection connection, DbTransaction? transaction, string sql, params object?[] values)
    {
        DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = (int)Math.Ceiling(_settings.CommandTimeout.TotalSeconds);
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            parameter.Value = values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>The conditions of a question as they are written, with their values.</summary>
    private sealed class Conditions
    {
        private readonly List<string> _texts = [];

        public List<object?> Values { get; } = [];

        public string Text => _texts.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _texts);

        public Conditions Add(string left, object? value)
        {
            if (value is null)
                return this;
            _texts.Add($"{left} {NameOf(value)}");
            return this;
        }

        public Conditions AddIn(string column, bool isIn, IReadOnlyCollection<string>? values)
        {
            if (values is null || (values.Count == 0 && !isIn))
                return this;
            _texts.Add(values.Count == 0 ? "1 = 0" : $"{column}{(isIn ? "" : " NOT")} IN ({string.Join(", ", values.Select(NameOf))})");
            return this;
        }

        public Conditions AddStates(params IReadOnlyList<Directives.DirectiveState> states)
        {
            _texts.Add($"state IN ({string.Join(", ", states.Select(static state => ((long)state).ToString(CultureInfo.InvariantCulture)))})");
            return this;
        }

        public Conditions AddIds(IReadOnlyCollection<long>? ids)
        {
            if (ids is not null)
                _texts.Add(ids.Count == 0 ? "1 = 0" : $"id IN ({string.Join(", ", ids.Select(static id => id.ToString(CultureInfo.InvariantCulture)))})");
            return this;
        }

        public string NameOf(object value)
        {
            Values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"@p{Values.Count - 1}");
        }
    }
}
