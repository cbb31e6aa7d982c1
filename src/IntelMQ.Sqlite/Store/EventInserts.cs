using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Store;

/// <summary>Inserts events by one prepared statement for each batch, which names the columns that one of its events has.</summary>
internal sealed class EventInserts(string table, TimeSpan timeout)
{
    private readonly EventRows _rows = new();

    /// <summary>Inserts events.</summary>
    /// <returns>The id of the first.</returns>
    public async Task<long> RunAsync(IReadOnlyList<Event> events, SqliteConnection connection, SqliteTransaction transaction, CancellationToken cancellationToken)
    {
        _rows.Load(events);
        SqliteCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds);
            command.CommandText = StatementOf(_rows.Columns);
            for (int column = 0; column < _rows.Columns.Count; column++)
                command.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"@p{column}"), DBNull.Value));
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            long last = 0;
            for (int row = 0; row < _rows.Count; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bool any = false;
                for (int column = 0; column < _rows.Columns.Count; column++)
                {
                    FieldValue value = _rows[row, column];
                    bool isSet = value.Kind is not (FieldValueKind.Missing or FieldValueKind.Null);
                    command.Parameters[column].Value = isSet ? ObjectOf(value) : DBNull.Value;
                    any |= isSet;
                }

                if (!any)
                    throw new RefusedException("The event has none of the fields that are to be stored.");
                last = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            }

            return last - _rows.Count + 1;
        }
    }

    private string StatementOf(IReadOnlyList<string> columns)
    {
        if (columns.Count == 0)
            throw new RefusedException("The event has none of the fields that are to be stored.");
        var text = new StringBuilder($"INSERT INTO {SqlText.QuotedTable(SqlEngine.Sqlite, table)} (");
        text.AppendJoin(", ", columns.Select(static column => SqlText.Quoted(SqlEngine.Sqlite, column))).Append(") VALUES (");
        return text.AppendJoin(", ", Enumerable.Range(0, columns.Count).Select(static i => string.Create(CultureInfo.InvariantCulture, $"@p{i}"))).Append(") RETURNING \"id\"").ToString();
    }

    private static object ObjectOf(FieldValue value) => value.Kind switch
    {
        FieldValueKind.Number when value.TryGetInt64(out long number) => number,
        // What has digits alone is too long for 64 bits, and would lose some as a floating number.
        FieldValueKind.Number when value.Utf8.IndexOfAny(".eE"u8) >= 0 && value.TryGetDouble(out double number) => number,
        FieldValueKind.Boolean when value.TryGetBoolean(out bool boolean) => boolean,
        _ => value.ToString(),
    };
}
