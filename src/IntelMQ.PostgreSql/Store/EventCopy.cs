using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.PostgreSql.Tables;
using IntelMQ.Store;
using IntelMQ.Text;
using Npgsql;

namespace IntelMQ.PostgreSql.Store;

/// <summary>Writes events with their ids by COPY.</summary>
internal sealed class EventCopy(SqlStoreSettings settings)
{
    private readonly string _table = SqlText.QuotedTable(SqlEngine.PostgreSql, settings.Table);
    private readonly EventRows _rows = new();
    private readonly Utf8Buffer _buffer = new(256 * 1024);
    private TableColumns? _known;

    private int Timeout => (int)Math.Ceiling(settings.CommandTimeout.TotalSeconds);

    /// <summary>Asks for the columns again before the next batch.</summary>
    public void Forget() => _known = null;

    /// <summary>Writes events.</summary>
    /// <returns>The id of the first; the others follow.</returns>
    public async Task<long> RunAsync(IReadOnlyList<Event> events, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        _rows.Load(events);
        if (_rows.Columns.Count == 0)
            throw new RefusedException("The event has none of the fields that are to be stored.");
        _known ??= await TableColumns.ReadAsync(connection, _table, Timeout, cancellationToken).ConfigureAwait(false)
            ?? throw new DatabaseServiceException($"There is no table {settings.Table}: migrate the store.", null);
        var columns = new TableColumn[_rows.Columns.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            if (!_known.TryGet(_rows.Columns[i], out TableColumn? column))
            {
                string missing = _rows.Columns[i];
                Forget();
                throw new RefusedException($"The table {settings.Table} has no column {missing}.");
            }

            columns[i] = column;
        }

        long first = await ReserveAsync(connection, cancellationToken).ConfigureAwait(false);
        string target = $"{_table} (\"id\", {string.Join(", ", columns.Select(static column => SqlText.Quoted(SqlEngine.PostgreSql, column.Name)))})";
        bool isBinary = !Array.Exists(columns, static column => column.Kind == ColumnKind.Other);
        Write(columns, first, isBinary);
        if (isBinary)
        {
            NpgsqlRawCopyStream stream = await connection.BeginRawBinaryCopyAsync($"COPY {target} FROM STDIN (FORMAT BINARY)", cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
                await stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            TextWriter writer = await connection.BeginTextImportAsync($"COPY {target} FROM STDIN", cancellationToken).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
                await writer.WriteAsync(System.Text.Encoding.UTF8.GetString(_buffer.WrittenSpan).AsMemory(), cancellationToken).ConfigureAwait(false);
        }

        return first;
    }

    // All is written before anything is sent: what does not fit costs no connection.
    private void Write(TableColumn[] columns, long first, bool isBinary)
    {
        int[] sources = [.. Enumerable.Range(0, columns.Length)];
        _buffer.Clear();
        if (isBinary)
            BinaryCopy.AppendHeader(_buffer);
        for (int row = 0; row < _rows.Count; row++)
        {
            if (!isBinary)
            {
                TextCopy.AppendRow(_rows, row, columns, sources, first + row, _buffer);
                continue;
            }

            BinaryCopy.AppendRow(columns.Length + 1, _buffer);
            BinaryCopy.AppendInt64(first + row, _buffer);
            for (int i = 0; i < columns.Length; i++)
                BinaryCopy.Append(_rows[row, i], columns[i], _buffer);
        }

        if (isBinary)
            BinaryCopy.AppendEnd(_buffer);
    }

    // Numbers without a gap, so that a batch is told by its first and last.
    private async Task<long> ReserveAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            var command = new NpgsqlCommand("SELECT min(n), max(n) FROM (SELECT nextval(pg_get_serial_sequence($1, 'id')) AS n FROM generate_series(1, $2)) AS numbers", connection)
            {
                CommandTimeout = Timeout,
                Parameters = { new NpgsqlParameter<string> { TypedValue = _table }, new NpgsqlParameter<int> { TypedValue = _rows.Count } },
            };
            await using (command.ConfigureAwait(false))
            {
                NpgsqlDataReader row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (row.ConfigureAwait(false))
                {
                    await row.ReadAsync(cancellationToken).ConfigureAwait(false);
                    if (row.IsDBNull(0))
                        throw new DatabaseServiceException($"The table {settings.Table} has no column id that numbers itself.", null);
                    // Another writer of the table may have taken a number between these.
                    if (row.GetInt64(1) - row.GetInt64(0) == _rows.Count - 1)
                        return row.GetInt64(0);
                }
            }
        }

        throw new DatabaseServiceException($"The numbers of {settings.Table} are taken by others again and again.", null);
    }
}
