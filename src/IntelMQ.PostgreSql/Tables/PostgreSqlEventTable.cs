using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;
using Npgsql;

namespace IntelMQ.PostgreSql.Tables;

/// <summary>
/// Stores events by COPY: in its binary form, or as text where the table has a type whose binary form is not known. A field that no event
/// of the batch has is no column of the COPY, and takes the column's default.
/// </summary>
internal sealed class PostgreSqlEventTable : IEventTable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly EventTableSettings _settings;
    private readonly string _table;
    private readonly string? _rawTable;
    private readonly NpgsqlDataSource _source;
    private readonly EventRows _rows;
    private readonly PostgreSqlLedger? _ledger;
    private readonly Utf8Buffer _buffer = new(256 * 1024);
    private readonly List<TableColumn> _columns = [];
    private readonly List<int> _sources = [];
    private TableColumns? _known;
    private long _knownAt;

    public PostgreSqlEventTable(EventTableSettings settings)
    {
        _settings = settings;
        _table = SqlText.QuotedTable(SqlEngine.PostgreSql, settings.Table);
        _rawTable = settings.RawTable is { } raw ? SqlText.QuotedTable(SqlEngine.PostgreSql, raw) : null;
        _source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableTransportSecurity().Build();
        _rows = new EventRows(settings.Fields);
        _ledger = settings.LedgerTable is { } ledger ? new PostgreSqlLedger(ledger, settings) : null;
    }

    private int Timeout => (int)Math.Ceiling(_settings.CommandTimeout.TotalSeconds);

    public async ValueTask ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (_ledger is not null)
                    await _ledger.PrepareAsync(connection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException exception)
        {
            throw new DatabaseServiceException($"PostgreSQL cannot be used: {(exception.InnerException ?? exception).Message.TrimEnd('.')}.", exception);
        }
    }

    public async ValueTask StoreAsync(IReadOnlyList<Event> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        try
        {
            NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (_ledger is null && _rawTable is null)
                    await CopyAsync(events, connection, cancellationToken).ConfigureAwait(false);
                else
                    await CopyInTransactionAsync(events, connection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException exception)
        {
            _known = null;
            Exception told = PostgreSqlErrors.Of(exception);
            // The other connections have most likely been lost with this one.
            if (told is not RefusedException)
                _source.Clear();
            throw told;
        }
        catch (TimeoutException exception)
        {
            throw new DatabaseServiceException("PostgreSQL gave no answer in time.", exception);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task CopyInTransactionAsync(IReadOnlyList<Event> events, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (_ledger is not null)
                events = await _ledger.NewOfAsync(events, connection, cancellationToken).ConfigureAwait(false);
            if (events.Count > 0)
                await CopyAsync(events, connection, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CopyAsync(IReadOnlyList<Event> events, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        _rows.Load(events);
        await ChooseColumnsAsync(connection, cancellationToken).ConfigureAwait(false);
        long[]? ids = _rawTable is null ? null : await IdsAsync(connection, events.Count, cancellationToken).ConfigureAwait(false);
        IEnumerable<string> names = _columns.Select(static column => SqlText.Quoted(SqlEngine.PostgreSql, column.Name));
        string target = $"{_table} ({string.Join(", ", ids is null ? names : names.Prepend("\"id\""))})";
        // All is written before anything is sent: what does not fit costs no connection.
        if (_columns.Exists(static column => column.Kind == ColumnKind.Other))
        {
            _buffer.Clear();
            for (int row = 0; row < _rows.Count; row++)
                TextCopy.AppendRow(_rows, row, _columns, _sources, ids?[row], _buffer);
            TextWriter writer = await connection.BeginTextImportAsync($"COPY {target} FROM STDIN", cancellationToken).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
                await writer.WriteAsync(System.Text.Encoding.UTF8.GetString(_buffer.WrittenSpan).AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            WriteBinary(ids);
            await SendAsync(connection, $"COPY {target} FROM STDIN (FORMAT BINARY)", cancellationToken).ConfigureAwait(false);
        }

        if (ids is not null && WriteRaws(ids))
            await SendAsync(connection, $"COPY {_rawTable} (\"event_id\", \"raw\") FROM STDIN (FORMAT BINARY)", cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(NpgsqlConnection connection, string copy, CancellationToken cancellationToken)
    {
        NpgsqlRawCopyStream stream = await connection.BeginRawBinaryCopyAsync(copy, cancellationToken).ConfigureAwait(false);
        // The end of the stream is the end of the COPY, and tells what the server thinks of it.
        await using (stream.ConfigureAwait(false))
            await stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    private void WriteBinary(long[]? ids)
    {
        _buffer.Clear();
        BinaryCopy.AppendHeader(_buffer);
        for (int row = 0; row < _rows.Count; row++)
        {
            int nulls = 0;
            BinaryCopy.AppendRow(_columns.Count + (ids is null ? 0 : 1), _buffer);
            if (ids is not null)
                BinaryCopy.AppendInt64(ids[row], _buffer);
            for (int i = 0; i < _columns.Count; i++)
            {
                int before = _buffer.Length;
                BinaryCopy.Append(_rows[row, _sources[i]], _columns[i], _buffer);
                if (_buffer.Length == before + 4 && _buffer.WrittenSpan[before] == 0xFF)
                    nulls++;
            }

            if (nulls == _columns.Count)
                throw NothingLeft();
        }

        BinaryCopy.AppendEnd(_buffer);
    }

    private bool WriteRaws(long[] ids)
    {
        int raw = 0;
        while (raw < _rows.Columns.Count && _rows.Columns[raw] != "raw")
            raw++;
        if (raw == _rows.Columns.Count)
            return false;
        var text = new TableColumn("raw", ColumnKind.Text, "text");
        _buffer.Clear();
        BinaryCopy.AppendHeader(_buffer);
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_rows[row, raw].IsMissing)
                continue;
            BinaryCopy.AppendRow(2, _buffer);
            BinaryCopy.AppendInt64(ids[row], _buffer);
            BinaryCopy.Append(_rows[row, raw], text, _buffer);
        }

        BinaryCopy.AppendEnd(_buffer);
        return true;
    }

    private async Task ChooseColumnsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        string? missing = await TryChooseAsync(connection, cancellationToken).ConfigureAwait(false);
        // Columns may have been added meanwhile; but not for every event that lacks one.
        if (missing is not null && _settings.Time.GetElapsedTime(_knownAt) > BetweenLooks)
        {
            _known = null;
            missing = await TryChooseAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        if (missing is not null)
            throw new RefusedException($"The table {_settings.Table} has no column {missing}.");
        if (_columns.Count == 0)
            throw NothingLeft();
    }

    // The column that the table lacks.
    private async Task<string?> TryChooseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_known is null)
        {
            _known = await TableColumns.ReadAsync(connection, _table, Timeout, cancellationToken).ConfigureAwait(false)
                ?? throw new DatabaseServiceException($"There is no table {_settings.Table}: make it, or set create_table.", null);
            _knownAt = _settings.Time.GetTimestamp();
        }

        _columns.Clear();
        _sources.Clear();
        for (int i = 0; i < _rows.Columns.Count; i++)
        {
            string name = _rows.Columns[i];
            if (_rawTable is not null && name == "raw")
                continue;
            if (!_known.TryGet(name, out TableColumn? column))
                return name;
            _columns.Add(column);
            _sources.Add(i);
        }

        return null;
    }

    private async Task<long[]> IdsAsync(NpgsqlConnection connection, int count, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, $2)", connection)
        {
            CommandTimeout = Timeout,
            Parameters = { new NpgsqlParameter<string> { TypedValue = _table }, new NpgsqlParameter<int> { TypedValue = count } },
        };
        await using (command.ConfigureAwait(false))
        {
            var ids = new long[count];
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                for (int i = 0; i < count && await reader.ReadAsync(cancellationToken).ConfigureAwait(false); i++)
                {
                    ids[i] = reader.IsDBNull(0)
                        ? throw new DatabaseServiceException($"The table {_settings.Table} has no column id that numbers itself, which raw_table needs.", null)
                        : reader.GetInt64(0);
                }
            }

            return ids;
        }
    }

    private static RefusedException NothingLeft() => new("The event has none of the fields that are to be stored.");
}
