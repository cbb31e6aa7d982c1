using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Export;

namespace IntelMQ.Notifications.Stores;

/// <summary>The database of notifications as its stores use it: connections, transactions, statements, and one exception for what goes wrong.</summary>
/// <param name="settings">Where it is.</param>
/// <param name="what">What the store holds, for people.</param>
internal sealed class NotificationDatabase(SqlNotificationSettings settings, string what)
{
    /// <summary>A text without what PostgreSQL takes for no text.</summary>
    public static string Clean(string text) => text.Replace('\0', ' ');

    /// <summary>Does work in a transaction; one program writes at a time.</summary>
    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        => UseAsync((connection, token) => WriteAsync(connection, (transaction, inner) => work(connection, transaction, inner), token), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(Func{DbConnection, DbTransaction, CancellationToken, Task{T}}, CancellationToken)"/>
    public async Task<T> WriteAsync<T>(DbConnection connection, Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // SQLite's driver begins its transactions as writers.
            if (settings.Engine == SqlEngine.PostgreSql)
                await RunAsync(connection, transaction, "SELECT pg_advisory_xact_lock(hashtextextended('intelmq_mail', 0))", Execute, cancellationToken).ConfigureAwait(false);
            T result = await work(transaction, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        }
    }

    /// <summary>Does work over a connection.</summary>
    /// <exception cref="DatabaseServiceException">The database gives no service.</exception>
    public async Task<T> UseAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            DbConnection connection = settings.Driver.CreateConnection() ?? throw new InvalidOperationException("The driver makes no connections.");
            await using (connection.ConfigureAwait(false))
            {
                connection.ConnectionString = settings.ConnectionString;
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return await work(connection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DbException exception)
        {
            throw new DatabaseServiceException($"The store of {what} gives no service: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>How many rows a statement changed.</summary>
    public static Task<int> Execute(DbCommand command, CancellationToken cancellationToken) => command.ExecuteNonQueryAsync(cancellationToken);

    /// <summary>The one value that a statement gives.</summary>
    public static Task<object?> Scalar(DbCommand command, CancellationToken cancellationToken) => command.ExecuteScalarAsync(cancellationToken);

    /// <summary>The rows that a statement gives.</summary>
    public static Func<DbCommand, CancellationToken, Task<List<T>>> Rows<T>(Func<DbDataReader, T> read) => async (command, cancellationToken) =>
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

    /// <summary>Runs a statement; its values are <c>@p0</c>, <c>@p1</c> and so on.</summary>
    public async Task<T> RunAsync<T>(DbConnection connection, DbTransaction? transaction, string sql, Func<DbCommand, CancellationToken, Task<T>> run, CancellationToken cancellationToken, params object?[] values)
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
        command.CommandTimeout = (int)Math.Ceiling(settings.CommandTimeout.TotalSeconds);
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
}
