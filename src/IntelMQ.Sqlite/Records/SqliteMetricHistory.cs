using IntelMQ.Records;
using static IntelMQ.Sqlite.Records.SqliteRecords;

namespace IntelMQ.Sqlite.Records;

/// <summary>Counts by the minute in the broker's file.</summary>
internal sealed class SqliteMetricHistory(SqliteBroker broker) : IMetricHistory
{
    public async ValueTask AddAsync(IReadOnlyList<MetricCount> counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Count == 0)
            return;
        MetricCount[] copy = [.. counts];
        await WriteAsync(
            broker,
            statements =>
            {
                foreach (MetricCount count in copy)
                {
                    statements.Run(
                        "INSERT INTO metric (minute, name, key, value) VALUES ($a, $b, $c, $d) ON CONFLICT (name, minute, key) DO UPDATE SET value = value + excluded.value",
                        MetricSteps.MinuteOf(count.Minute),
                        count.Name,
                        count.Key,
                        count.Value);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<MetricCount>> ReadAsync(string name, string? key, DateTimeOffset from, DateTimeOffset until, TimeSpan step, CancellationToken cancellationToken)
        => new(Read(
            broker,
            """
            SELECT minute / $e * $e AS step, key, SUM(value) FROM metric WHERE name = $a AND ($b IS NULL OR key = $b) AND minute >= $c AND minute < $d
            GROUP BY step, key ORDER BY step, key
            """,
            row => new MetricCount(MetricSteps.TimeOf(row.GetInt64(0)), name, row.GetString(1), row.GetDouble(2)),
            name,
            key,
            MetricSteps.MinuteOf(from),
            MetricSteps.MinuteOf(until),
            MetricSteps.MinutesOf(step)));

    public ValueTask<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken)
        => WriteAsync(broker, statements => statements.Run("DELETE FROM metric WHERE minute < $a", MetricSteps.MinuteOf(before)), cancellationToken);
}
