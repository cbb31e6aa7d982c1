using System.Data;
using System.Data.Common;
using System.Globalization;

namespace IntelMQ.Bots.Experts;

/// <summary>
/// One question to one table, asked again and again with other values. Each question takes a connection of the driver's pool, so one
/// that broke is replaced by itself.
/// </summary>
internal sealed class DatabaseTable
{
    private readonly DbProviderFactory _driver;
    private readonly bool _isSqlite;
    private readonly GenericDbLookupExpertOptions _options;
    private readonly string _connection;
    private string? _select;

    public DatabaseTable(DbProviderFactory driver, bool isSqlite, GenericDbLookupExpertOptions options)
    {
        _driver = driver;
        _isSqlite = isSqlite;
        _options = options;
        _connection = ConnectionText();
    }

    /// <summary>Asks for nothing, to learn whether it can be asked.</summary>
    public Task CheckAsync(CancellationToken cancellationToken)
        => FindAsync(new object[_options.MatchFields.Count], cancellationToken);

    /// <summary>The row that matches; null where none does.</summary>
    /// <exception cref="InvalidDataException">More than one matches, or a value has no form in JSON.</exception>
    public async Task<DatabaseValue?[]?> FindAsync(object[] values, CancellationToken cancellationToken)
    {
        DbConnection connection = _driver.CreateConnection()!;
        await using (connection.ConfigureAwait(false))
        {
            connection.ConnectionString = _connection;
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            _select ??= await SelectAsync(connection, cancellationToken).ConfigureAwait(false);
            DbCommand command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = _select;
                command.CommandTimeout = Seconds(_options.QueryTimeout);
                for (int i = 0; i < values.Length; i++)
                    command.Parameters.Add(Parameter(command, i, values[i]));
                DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                    return await ReadAsync(reader, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> SelectAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        string[] parameters = [.. Enumerable.Range(0, _options.MatchFields.Count).Select(static i => string.Create(CultureInfo.InvariantCulture, $"@p{i}"))];
        if (!_isSqlite)
            await AddTypesAsync(connection, parameters, cancellationToken).ConfigureAwait(false);
        string columns = string.Join(", ", _options.ReplaceFields.Select(static pair => Column(pair.Key)));
        string conditions = string.Join(" AND ", _options.MatchFields.Select((pair, i) => $"{Column(pair.Value)} = {parameters[i]}"));
        // The second row is asked for only to know that there is one.
        return $"SELECT {columns} FROM {Quoted(_options.Table)} AS t WHERE {conditions} LIMIT 2";
    }

    // PostgreSQL compares values of one type. What is handed over as text becomes the type of the column, an address or a number; that
    // way round, so that an index of the column serves.
    private async Task AddTypesAsync(DbConnection connection, string[] parameters, CancellationToken cancellationToken)
    {
        DbCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = $"SELECT {string.Join(", ", _options.MatchFields.Select(static pair => Column(pair.Value)))} FROM {Quoted(_options.Table)} AS t LIMIT 0";
            command.CommandTimeout = Seconds(_options.QueryTimeout);
            DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                for (int i = 0; i < parameters.Length; i++)
                {
                    // Without a length, which would cut the value.
                    string type = reader.GetDataTypeName(i).Split('(', 2)[0];
                    if (type is not ("text" or "character varying" or "character" or "name" or "citext") && type.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or ' ' or '.'))
                        parameters[i] = $"CAST({parameters[i]} AS {type})";
                }
            }
        }
    }

    private async Task<DatabaseValue?[]?> ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;
        var row = new DatabaseValue?[_options.ReplaceFields.Count];
        for (int i = 0; i < row.Length; i++)
            row[i] = reader.IsDBNull(i) ? null : DatabaseValue.Of(reader.GetValue(i), reader.GetDataTypeName(i), _options.ReplaceFields[i].Key);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? throw new InvalidDataException($"More than one row of the table {_options.Table} matches.")
            : row;
    }

    private DbParameter Parameter(DbCommand command, int number, object? value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"p{number}");
        if (!_isSqlite)
        {
            parameter.DbType = DbType.String;
            value = value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        parameter.Value = (object?)value ?? DBNull.Value;
        return parameter;
    }

    private string ConnectionText()
    {
        var text = new DbConnectionStringBuilder();
        if (_isSqlite)
        {
            // A file that is not there is an error, not a new database.
            text["Data Source"] = _options.Database;
            text["Mode"] = "ReadOnly";
            text["Default Timeout"] = Seconds(_options.QueryTimeout);
            return text.ConnectionString;
        }

        text["Host"] = _options.Host;
        text["Port"] = _options.Port;
        text["Database"] = _options.Database;
        text["Username"] = _options.User;
        if (_options.Password is { } password)
            text["Password"] = password.Reveal();
        text["SSL Mode"] = _options.Sslmode.Replace("-", "", StringComparison.Ordinal);
        text["Timeout"] = Seconds(_options.ConnectTimeout);
        text["Command Timeout"] = Seconds(_options.QueryTimeout);
        return text.ConnectionString;
    }

    // Drivers know whole seconds only, and 0 is no limit to them.
    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    // With the table before it, or SQLite takes a column that is not there for a text.
    private static string Column(string name) => $"t.{Quoted(name)}";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
