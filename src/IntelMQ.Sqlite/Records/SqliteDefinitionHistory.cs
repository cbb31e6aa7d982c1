using IntelMQ.Records;
using Microsoft.Data.Sqlite;
using static IntelMQ.Sqlite.Records.SqliteRecords;

namespace IntelMQ.Sqlite.Records;

/// <summary>The history of definitions in the broker's file.</summary>
internal sealed class SqliteDefinitionHistory(SqliteBroker broker) : IDefinitionHistory
{
    public ValueTask<DefinitionVersion?> AddAsync(string pipeline, ReadOnlyMemory<byte> json, string who, string note, long expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var version = new DefinitionVersion(pipeline, expected + 1, broker.Time.GetUtcNow(), who, note) { Json = json.ToArray() };
        return WriteAsync(
            broker,
            statements => statements.Run(
                """
                INSERT INTO definition (pipeline, number, time, who, note, json) SELECT $a, $b, $c, $d, $e, $f
                WHERE (SELECT COALESCE(MAX(number), 0) FROM definition WHERE pipeline = $a) = $b - 1
                """,
                pipeline,
                version.Number,
                TimeOf(version.Time),
                who,
                note,
                version.Json.ToArray()) == 1 ? version : null,
            cancellationToken);
    }

    public ValueTask<DefinitionVersion?> FindAsync(string pipeline, long? number, CancellationToken cancellationToken)
        => new(Read(
            broker,
            "SELECT pipeline, number, time, who, note, json FROM definition WHERE pipeline = $a AND ($b IS NULL OR number = $b) ORDER BY number DESC LIMIT 1",
            static row => VersionOf(row) with { Json = (byte[])row[5] },
            pipeline,
            number).FirstOrDefault());

    public ValueTask<IReadOnlyList<DefinitionVersion>> ListAsync(string pipeline, long? below, int count, CancellationToken cancellationToken)
        => new(Read(
            broker,
            "SELECT pipeline, number, time, who, note FROM definition WHERE pipeline = $a AND ($b IS NULL OR number < $b) ORDER BY number DESC LIMIT $c",
            VersionOf,
            pipeline,
            below,
            Math.Clamp(count, 1, 1000)));

    private static DefinitionVersion VersionOf(SqliteDataReader row) => new(row.GetString(0), row.GetInt64(1), TimeAt(row, 2), row.GetString(3), row.GetString(4));
}
