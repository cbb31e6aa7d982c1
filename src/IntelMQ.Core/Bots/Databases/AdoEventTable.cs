using System.Data;
using System.Data.Common;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots;

/// <summary>
/// A table for events over any ADO.NET driver: one transaction per batch, one insert per event, which names the columns of the fields that
/// the event has, so that the others take their defaults. Statements are kept for the next event with the same fields.
/// </summary>
/// <remarks>For one caller at a time.</remarks>
public class AdoEventTable : IEventTable
{
    private readonly DbProviderFactory _driver;
    private readonly SqlEngine _engine;
    private readonly EventTableSettings _settings;
    private readonly EventRows _rows;
    private readonly AdoStatements _statements;
    private readonly AdoLedger? _ledger;
    private readonly List<string> _names = [];
    private readonly List<object> _values = [];
    private DbConnection? _connection;

    /// <summary>Gets the table ready.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="engine">The engine, whose SQL is spoken.</param>
    /// <param name="settings">The table and how it is reached.</param>
    public AdoEventTable(DbProviderFactory driver, SqlEngine engine, EventTableSettings settings)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(settings);
        _driver = driver;
        _engine = engine;
        _settings = settings;
        _rows = new EventRows(settings.Fields);
        _statements = new AdoStatements(engine, settings.Table, settings.CommandTimeout);
        _ledger = settings.LedgerTable is { } ledger ? new AdoLedger(engine, ledger, settings) : null;
    }

    /// <inheritdoc/>
    public async ValueTask ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            await CloseAsync().ConfigureAwait(false);
            throw new DatabaseServiceException($"The database cannot be reached: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask StoreAsync(IReadOnlyList<Event> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        _rows.Load(events);
        try
        {
            DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                for (int row = 0; row < _rows.Count; row++)
                {
                    if (_ledger is null || await _ledger.TryAddAsync(_rows, row, connection, transaction, cancellationToken).ConfigureAwait(false))
                        await InsertAsync(row, connection, transaction, cancellationToken).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DbException exception)
        {
            Exception told = Explain(exception);
            if (told is not RefusedException)
                await CloseAsync().ConfigureAwait(false);
            throw told;
        }
        catch (Exception exception) when (exception is not RefusedException)
        {
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// What is thrown for a driver's error: a <see cref="RefusedException"/> where the event does not fit the table, a
    /// <see cref="DatabaseServiceException"/> for all else. By default the SQL standard's classes decide: data (22), constraints (23) and
    /// statements (42, but for a missing table and missing rights) are refusals.
    /// </summary>
    /// <param name="exception">The driver's error.</param>
    protected virtual Exception Explain(DbException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        bool isRefusal = !exception.IsTransient && exception.SqlState is ['2', '2' or '3', ..] or ['4', '2', ..] and not ("42P01" or "42501" or "42S02");
        return isRefusal ? Refusal(exception) : Failed(exception);
    }

    /// <summary>A refusal with the driver's reason.</summary>
    /// <param name="exception">The driver's error.</param>
    protected static RefusedException Refusal(DbException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new($"The database refuses the event: {exception.Message.TrimEnd('.')}.", exception);
    }

    /// <summary>An error of the service with the driver's reason.</summary>
    /// <param name="exception">The driver's error.</param>
    protected static DatabaseServiceException Failed(DbException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new($"The database stores nothing: {exception.Message.TrimEnd('.')}.", exception);
    }

    private async ValueTask InsertAsync(int row, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        _names.Clear();
        _values.Clear();
        string? raw = null;
        for (int column = 0; column < _rows.Columns.Count; column++)
        {
            FieldValue value = _rows[row, column];
            if (value.Kind is FieldValueKind.Missing or FieldValueKind.Null)
                continue;
            if (_settings.RawTable is not null && _rows.Columns[column] == "raw")
            {
                raw = value.ToString();
                continue;
            }

            _names.Add(_rows.Columns[column]);
            _values.Add(_engine == SqlEngine.MySql && _rows.TypeOf(column) == HarmonizationTypes.DateTime ? WithoutZone(value.ToString()) : ValueOf(value));
        }

        if (_names.Count == 0)
            throw new RefusedException("The event has none of the fields that are to be stored.");
        await _statements.Insert(_names, connection).RunAsync(transaction, _values, cancellationToken).ConfigureAwait(false);
        if (raw is not null)
            await _statements.InsertRaw(_settings.RawTable!, connection).RunAsync(transaction, [raw], cancellationToken).ConfigureAwait(false);
    }

    private static object ValueOf(FieldValue value) => value.Kind switch
    {
        FieldValueKind.Number when value.TryGetInt64(out long number) => number,
        // What has digits alone is too long for 64 bits, and would lose some as a floating number.
        FieldValueKind.Number when value.Utf8.IndexOfAny(".eE"u8) >= 0 && value.TryGetDouble(out double number) => number,
        FieldValueKind.Boolean when value.TryGetBoolean(out bool boolean) => boolean,
        _ => value.ToString(),
    };

    // MySQL's times have no zone, and MariaDB takes none.
    private static string WithoutZone(string time) => time.Replace('T', ' ').Replace("+00:00", "", StringComparison.Ordinal);

    private async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: ConnectionState.Open })
            return _connection;
        await CloseAsync().ConfigureAwait(false);
        _connection = _driver.CreateConnection() ?? throw new InvalidOperationException("The driver makes no connections.");
        _connection.ConnectionString = _settings.ConnectionString;
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (_ledger is not null)
            await _ledger.PrepareAsync(_connection, cancellationToken).ConfigureAwait(false);
        return _connection;
    }

    private async ValueTask CloseAsync()
    {
        _statements.Clear();
        _ledger?.Clear();
        if (_connection is null)
            return;
        DbConnection connection = _connection;
        _connection = null;
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
