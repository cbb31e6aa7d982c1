using System.Text;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using Npgsql;

namespace IntelMQ.PostgreSql.Tables;

/// <summary>The table that remembers which events are stored, written in the events' transaction.</summary>
internal sealed class PostgreSqlLedger(string table, EventTableSettings settings)
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly string _table = SqlText.QuotedTable(SqlEngine.PostgreSql, table);
    private readonly EventRows _rows = new();
    private DateTimeOffset _sweptAt;

    public async Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var make = new NpgsqlCommand($"CREATE TABLE IF NOT EXISTS {_table} (\"digest\" char(64) NOT NULL PRIMARY KEY, \"stored\" bigint NOT NULL)", connection);
        await using (make.ConfigureAwait(false))
            await make.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes events, and gives those back that were not noted before.</summary>
    public async Task<IReadOnlyList<Event>> NewOfAsync(IReadOnlyList<Event> events, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        long now = settings.Time.GetUtcNow().ToUnixTimeSeconds();
        await SweepAsync(connection, cancellationToken).ConfigureAwait(false);
        _rows.Load(events);
        var order = new Dictionary<string, Event>(events.Count, StringComparer.Ordinal);
        byte[] digest = new byte[32];
        for (int row = 0; row < events.Count; row++)
        {
            _rows.DigestOf(row, digest);
            order.TryAdd(Convert.ToHexStringLower(digest), events[row]);
        }

        var digests = new StringBuilder().AppendJoin(',', order.Keys);
        // The digests in order: two writers that note the same ones must not wait for each other.
        var command = new NpgsqlCommand(
            $"INSERT INTO {_table} (\"digest\", \"stored\") SELECT d, $2 FROM unnest(string_to_array($1, ',')) AS d ORDER BY d ON CONFLICT DO NOTHING RETURNING \"digest\"::text", connection)
        {
            CommandTimeout = (int)Math.Ceiling(settings.CommandTimeout.TotalSeconds),
            Parameters = { new NpgsqlParameter<string> { TypedValue = digests.ToString() }, new NpgsqlParameter<long> { TypedValue = now } },
        };
        var added = new HashSet<string>(StringComparer.Ordinal);
        await using (command.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    added.Add(reader.GetString(0));
            }
        }

        return [.. order.Where(noted => added.Contains(noted.Key)).Select(static noted => noted.Value)];
    }

    private async Task SweepAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        DateTimeOffset now = settings.Time.GetUtcNow();
        if (now - _sweptAt <= BetweenSweeps)
            return;
        var sweep = new NpgsqlCommand($"DELETE FROM {_table} WHERE \"stored\" < $1", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = (now - settings.LedgerTime).ToUnixTimeSeconds() } },
        };
        await using (sweep.ConfigureAwait(false))
            await sweep.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        _sweptAt = now;
    }
}
