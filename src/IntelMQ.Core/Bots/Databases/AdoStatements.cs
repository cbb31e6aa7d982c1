using System.Data.Common;
using System.Globalization;
using IntelMQ.Export;

namespace IntelMQ.Bots;

/// <summary>The statements of a connection, kept for the next event with the same fields.</summary>
internal sealed class AdoStatements(SqlEngine engine, string table, TimeSpan timeout)
{
    // More sets of fields than these are those of hostile feeds.
    private const int MaxKept = 256;

    private readonly Dictionary<string, AdoStatement> _kept = new(StringComparer.Ordinal);
    private AdoStatement? _raw;

    public AdoStatement Insert(List<string> columns, DbConnection connection)
    {
        string names = string.Join('\n', columns);
        if (_kept.TryGetValue(names, out AdoStatement? statement))
            return statement;
        if (_kept.Count >= MaxKept)
            Clear();
        return _kept[names] = new AdoStatement(engine, connection, SqlText.Insert(engine, table, columns), columns.Count, timeout);
    }

    public AdoStatement InsertRaw(string rawTable, DbConnection connection) => _raw ??= new AdoStatement(
        engine, connection, $"INSERT INTO {SqlText.QuotedTable(engine, rawTable)} ({SqlText.Quoted(engine, "event_id")}, {SqlText.Quoted(engine, "raw")}) VALUES ({SqlText.LastId(engine)}, @p0)", 1, timeout);

    public void Clear()
    {
        foreach (AdoStatement statement in _kept.Values)
            statement.Dispose();
        _kept.Clear();
        _raw?.Dispose();
        _raw = null;
    }
}

/// <summary>A statement with the parameters <c>@p0</c>, <c>@p1</c> ...</summary>
internal sealed class AdoStatement : IDisposable
{
    private readonly DbCommand _command;
    private readonly bool _isPrepared;
    private bool _hasRun;

    public AdoStatement(SqlEngine engine, DbConnection connection, string sql, int parameters, TimeSpan timeout)
    {
        // SQL Server's driver prepares only what has a length.
        _isPrepared = engine != SqlEngine.SqlServer;
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        // Drivers know whole seconds only, and 0 is no limit to them.
        _command.CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds);
        for (int i = 0; i < parameters; i++)
        {
            DbParameter parameter = _command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            _command.Parameters.Add(parameter);
        }
    }

    public async ValueTask<int> RunAsync(DbTransaction? transaction, IReadOnlyList<object> values, CancellationToken cancellationToken)
    {
        _command.Transaction = transaction;
        for (int i = 0; i < values.Count; i++)
            _command.Parameters[i].Value = values[i];
        if (_isPrepared && !_hasRun)
            await _command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        _hasRun = true;
        return await _command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _command.Dispose();
}
