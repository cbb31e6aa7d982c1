using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Export;

/// <summary>The columns of a table for events, by the types of the fields.</summary>
internal static class EventTableColumns
{
    // Those that IntelMQ's table has.
    private static readonly string[] Searched =
    [
        "classification.identifier", "classification.taxonomy", "classification.type", "feed.code", "feed.name", "source.abuse_contact",
        "source.asn", "source.fqdn", "source.ip", "time.observation", "time.source",
    ];

    private static readonly FieldDefinition Extra = new("extra", HarmonizationTypes.JSONDict, "All that has no field of its own.");

    /// <summary>Names and types, by name.</summary>
    public static IReadOnlyList<(string Name, string Type)> Of(SqlEngine engine, EventTableOptions options)
        => [.. options.Schema.Definitions.Append(Extra).OrderBy(static field => field.Name, StringComparer.Ordinal).Select(field => (field.Name, TypeOf(engine, field, options)))];

    /// <summary>The columns that have an index, as the index names them.</summary>
    public static IEnumerable<(string Name, string Term)> Indexed(SqlEngine engine, EventTableOptions options)
    {
        Dictionary<string, string> types = Of(engine, options).ToDictionary(static column => column.Name, static column => column.Type);
        foreach (string name in Searched)
        {
            if (!types.TryGetValue(name, out string? type) || type == "nvarchar(max)")
                continue;
            yield return (name, type == "longtext" ? $"{SqlText.Quoted(engine, name)}(191)" : SqlText.Quoted(engine, name));
        }
    }

    private static string TypeOf(SqlEngine engine, FieldDefinition field, EventTableOptions options) => engine switch
    {
        SqlEngine.PostgreSql => field.Type.Name switch
        {
            "IPAddress" or "IPNetwork" => "inet",
            "DateTime" => "timestamp with time zone",
            "Boolean" => "boolean",
            "Integer" or "ASN" => options.LargeNumbers ? "bigint" : "integer",
            "Float" or "Accuracy" => "real",
            "JSON" or "JSONDict" => options.Jsonb ? "jsonb" : "json",
            _ => field.MaxLength is { } length ? Sized("varchar", length) : "text",
        },
        SqlEngine.Sqlite => field.Type.Name switch
        {
            "Boolean" or "Integer" or "ASN" => "INTEGER",
            "Float" or "Accuracy" => "REAL",
            _ => "TEXT",
        },
        SqlEngine.SqlServer => field.Type.Name switch
        {
            "IPAddress" => "nvarchar(45)",
            "IPNetwork" => "nvarchar(49)",
            "DateTime" => "datetimeoffset",
            "Boolean" => "bit",
            "Integer" or "ASN" => "bigint",
            "Float" or "Accuracy" => "float",
            "FQDN" => "nvarchar(255)",
            "ClassificationType" => "nvarchar(100)",
            _ => field.MaxLength is { } length and <= 450 ? Sized("nvarchar", length) : "nvarchar(max)",
        },
        _ => field.Type.Name switch
        {
            "IPAddress" => "varchar(45)",
            "IPNetwork" => "varchar(49)",
            "DateTime" => "datetime(6)",
            "Boolean" => "boolean",
            "Integer" or "ASN" => "bigint",
            "Float" or "Accuracy" => "double",
            "JSON" or "JSONDict" => "json",
            _ => field.MaxLength is { } length and <= 500 ? Sized("varchar", length) : "longtext",
        },
    };

    private static string Sized(string type, int length) => string.Create(CultureInfo.InvariantCulture, $"{type}({length})");
}
