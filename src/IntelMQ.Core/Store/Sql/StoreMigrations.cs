using System.Globalization;
using System.Text;
using IntelMQ.Export;
using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>
/// The store's own tables, version by version. What was released is never changed; a new version adds. The table of events stays as it is
/// but for indexes.
/// </summary>
internal static class StoreMigrations
{
    /// <summary>The version that this program writes and reads.</summary>
    public const int Latest = 1;

    public const string Prefix = "intelmq_store_";

    // What is common and asked for often: the newest of it are found without reading all of it.
    private static readonly string[] Common = ["classification.taxonomy", "classification.type", "feed.name", "malware.name", "source.asn", "source.geolocation.cc"];

    /// <summary>The statements that bring a database from the version before to this one.</summary>
    public static IEnumerable<string> Of(int version, SqlEngine engine, string table, IReadOnlyDictionary<string, string> columns) => version switch
    {
        1 => First(engine, table, columns),
        _ => throw new ArgumentOutOfRangeException(nameof(version)),
    };

    /// <summary>The table of events, where there is none: IntelMQ's, with room for large numbers.</summary>
    public static string EventTable(SqlEngine engine, string table, Schema schema)
        => EventTableScript.Create(engine, new EventTableOptions { Schema = schema, Table = table, IfMissing = true, LargeNumbers = true });

    private static IEnumerable<string> First(SqlEngine engine, string table, IReadOnlyDictionary<string, string> columns)
    {
        bool isSqlite = engine == SqlEngine.Sqlite;
        string number = isSqlite ? "INTEGER PRIMARY KEY" : "bigserial PRIMARY KEY";
        string blob = isSqlite ? "BLOB" : "bytea";
        yield return $"CREATE TABLE {Prefix}batch (number {number}, batch text UNIQUE, origin text NOT NULL, stored bigint NOT NULL, first_id bigint NOT NULL, last_id bigint NOT NULL, events integer NOT NULL, digests {blob})";
        yield return $"CREATE INDEX idx_{Prefix}batch_ids ON {Prefix}batch (last_id)";
        yield return $"CREATE TABLE {Prefix}lineage (event_id bigint PRIMARY KEY, report text NOT NULL, element bigint NOT NULL, fork bigint NOT NULL)";
        yield return $"CREATE TABLE {Prefix}object (kind text NOT NULL, value text NOT NULL, port bigint NOT NULL, problem text NOT NULL, feed text NOT NULL, first_seen text NOT NULL, last_seen text NOT NULL, events bigint NOT NULL, relapses bigint NOT NULL, relapsed text, PRIMARY KEY (kind, value, port, problem, feed))";
        yield return $"CREATE INDEX idx_{Prefix}object_seen ON {Prefix}object (last_seen)";
        yield return $"CREATE TABLE {Prefix}feed (feed text PRIMARY KEY, is_complete integer NOT NULL, last_run text)";
        yield return $"CREATE TABLE {Prefix}cursor (name text PRIMARY KEY, id bigint NOT NULL)";
        yield return $"CREATE TABLE {Prefix}log (number {number}, time text NOT NULL, who text NOT NULL, action text NOT NULL, events bigint NOT NULL, detail text NOT NULL)";
        foreach (string index in Indexes(engine, table, columns))
            yield return index;
    }

    private static IEnumerable<string> Indexes(SqlEngine engine, string table, IReadOnlyDictionary<string, string> columns)
    {
        string target = SqlText.QuotedTable(engine, table);
        string last = engine == SqlEngine.Sqlite ? "DESC" : "DESC NULLS LAST";
        string name = EventTableScript.LastPart(table);
        string time = SqlText.Quoted(engine, "time.observation");
        string id = SqlText.Quoted(engine, "id");
        if (!columns.ContainsKey("time.observation"))
            yield break;
        yield return Index($"idx_{name}_store_time", $"{time} {last}, {id} DESC");
        foreach (string column in Common.Where(columns.ContainsKey))
            yield return Index($"idx_{name}_store_{column}", $"{SqlText.Quoted(engine, column)}, {time} {last}, {id} DESC");
        if (engine == SqlEngine.PostgreSql && columns.ContainsKey("source.fqdn"))
            yield return Index($"idx_{name}_store_source.fqdn", $"reverse({SqlText.Quoted(engine, "source.fqdn")}) text_pattern_ops");

        string Index(string index, string terms)
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"CREATE INDEX IF NOT EXISTS {SqlText.Quoted(engine, index)} ON {target} ({terms})");
            return text.ToString();
        }
    }
}
