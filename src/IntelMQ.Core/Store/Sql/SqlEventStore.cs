using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>
/// An event store over IntelMQ's table of events in a database, with tables of its own beside it (<c>intelmq_store_...</c>). Queries need
/// only the table of events; what writes needs <see cref="MigrateAsync"/> once.
/// </summary>
public abstract partial class SqlEventStore : IEventStore
{
    /// <summary>The version of the store's own tables that this program writes.</summary>
    public const int Version = StoreMigrations.Latest;

    private readonly SqlStoreSettings _settings;
    private readonly StoreSql _sql;
    private readonly string _table;
    private IReadOnlyDictionary<string, string>? _columns;
    private IReadOnlyList<BoundField> _fields = [];

    /// <summary>Gets the store ready; connects to nothing yet.</summary>
    /// <param name="engine">The database: SQLite or PostgreSQL.</param>
    /// <param name="settings">Where it is.</param>
    protected SqlEventStore(SqlEngine engine, SqlStoreSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _sql = engine switch
        {
            SqlEngine.Sqlite => new SqliteStoreSql(),
            SqlEngine.PostgreSql => new PostgreSqlStoreSql(),
            _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "Event stores are kept in SQLite and PostgreSQL."),
        };
        _settings = settings;
        _table = SqlText.QuotedTable(engine, settings.Table);
    }

    /// <inheritdoc/>
    public Schema Schema => _settings.Schema;

    /// <summary>Where the events are.</summary>
    protected SqlStoreSettings Settings => _settings;

    /// <inheritdoc/>
    public async ValueTask<StoredEvent?> FindAsync(long id, CancellationToken cancellationToken)
    {
        SqlQuestion question = await QuestionAsync(cancellationToken).ConfigureAwait(false);
        question.Text.Append(CultureInfo.InvariantCulture, $"SELECT {_sql.Quoted("id")}, NULL");
        foreach (BoundField column in _fields)
            question.Text.Append(", ").Append(_sql.Text(_sql.Quoted(column.Column), column.Form, question.Columns[column.Column]));
        question.Text.Append(CultureInfo.InvariantCulture, $" FROM {_table} WHERE {_sql.Quoted("id")} = CAST({question.Add(id)} AS bigint)");
        await using var rows = new SqlRows(this, question, TimeSpan.FromMinutes(1), cancellationToken);
        return await rows.ReadAsync().ConfigureAwait(false) ? new StoredEvent(id, SqlRowReader.Read(rows.Row, 2, _fields, Schema), BoundQuery.CursorOf(null, id)) : null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> QueryAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        BoundQuery bound = StoreQueries.Bind(query, Schema);
        SqlQuestion question = await QuestionAsync(cancellationToken).ConfigureAwait(false);
        QuerySql.AppendEvents(question, bound, _table, _fields);
        await using var rows = new SqlRows(this, question, query.TimeLimit, cancellationToken);
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            long id = rows.Row.GetInt64(0);
            string? key = rows.Row.IsDBNull(1) ? null : SqlRowReader.TextOf(rows.Row.GetValue(1), bound.Sort!.Form);
            yield return new StoredEvent(id, SqlRowReader.Read(rows.Row, 2, _fields, Schema), BoundQuery.CursorOf(key, id));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<EventCount> CountAsync(EventQuery query, long atMost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(atMost);
        BoundQuery bound = StoreQueries.Bind(query with { After = null }, Schema);
        SqlQuestion question = await QuestionAsync(cancellationToken).ConfigureAwait(false);
        QuerySql.AppendCount(question, bound.Filter, _table, atMost);
        await using var rows = new SqlRows(this, question, query.TimeLimit, cancellationToken);
        await rows.ReadAsync().ConfigureAwait(false);
        long count = rows.Row.GetInt64(0);
        return new EventCount(Math.Min(count, atMost), count > atMost);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<EventGroup>> GroupAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        BoundGroups bound = StoreQueries.Bind(query, Schema);
        SqlQuestion question = await QuestionAsync(cancellationToken).ConfigureAwait(false);
        QuerySql.AppendGroups(question, bound, _table);
        await using var rows = new SqlRows(this, question, query.TimeLimit, cancellationToken);
        var groups = new List<EventGroup>();
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            int keys = bound.Keys.Count;
            groups.Add(new EventGroup(
                [.. bound.Keys.Select((key, i) => rows.Row.IsDBNull(i) ? null : SqlRowReader.TextOf(rows.Row.GetValue(i), key.Field.Form))],
                rows.Row.GetInt64(keys),
                bound.Distinct is null ? null : rows.Row.GetInt64(keys + 1)));
        }

        return StoreQueries.Ordered(groups, query.Limit);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _appending.Dispose();
        GC.SuppressFinalize(this);
        return CloseAsync();
    }

    /// <summary>Closes what the driver holds.</summary>
    protected abstract ValueTask CloseAsync();

    /// <summary>The function by which a connection asks this process about a condition: its number and a column's value, and 1 for yes.</summary>
    protected const string ConditionFunction = SqliteStoreSql.Function;

    /// <summary>Gives an open connection; whoever asks disposes it.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    protected abstract ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>What is thrown for a driver's error: a refusal of an event, or an error of the service.</summary>
    /// <param name="exception">The driver's error.</param>
    protected abstract Exception Explain(DbException exception);

    /// <summary>Lets a connection ask this process about conditions, as <see cref="ConditionFunction"/>.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isFulfilled">Whether a value fulfils the condition of that number.</param>
    protected virtual void Offer(DbConnection connection, Func<long, string, bool> isFulfilled)
    {
    }

    /// <summary>Ends a connection's work when the token is cancelled, where the driver itself does not.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">The token.</param>
    protected virtual CancellationTokenRegistration Watch(DbConnection connection, CancellationToken cancellationToken) => default;

    /// <summary>The columns of a table with their types, by name; empty where there is none.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table as it is named in the settings.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected abstract Task<IReadOnlyDictionary<string, string>> ColumnsAsync(DbConnection connection, string table, CancellationToken cancellationToken);

    private async ValueTask<SqlQuestion> QuestionAsync(CancellationToken cancellationToken)
    {
        if (_columns is null)
        {
            DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                IReadOnlyDictionary<string, string> columns = await ColumnsAsync(connection, _settings.Table, cancellationToken).ConfigureAwait(false);
                if (!columns.ContainsKey("id"))
                    throw new Bots.DatabaseServiceException($"There is no table {_settings.Table} with a column id: make it, or migrate the store.", null);
                _fields = SqlRowReader.FieldsOf(columns, Schema);
                _columns = columns;
            }
        }

        return new SqlQuestion(_sql, _columns);
    }

    private async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw new Bots.DatabaseServiceException($"The database cannot be reached: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
