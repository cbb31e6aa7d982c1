using System.Data.Common;
using System.Text.Json.Nodes;
using IntelMQ.Export;
using IntelMQ.Replay.Observed;
using IntelMQ.Schemas;
using Npgsql;

namespace IntelMQ.Replay.Outside.Sql;

/// <summary>A database with the table of events that the case describes.</summary>
internal sealed class PostgreSqlOutside : IOutside
{
    public void Describe(Placeholders placeholders)
    {
        using NpgsqlConnection connection = PostgreSqlServer.Shared.OpenEmptyAsync(CancellationToken.None).GetAwaiter().GetResult();
        PostgreSqlServer.RunAsync(connection, EventTableScript.Create(SqlEngine.PostgreSql, new EventTableOptions { Schema = Schema.IntelMQ33 }), CancellationToken.None).GetAwaiter().GetResult();
        placeholders.Add("@HOST@", "127.0.0.1");
        placeholders.Add("@PORT@", PostgreSqlServer.Shared.Port);
    }

    public async ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={PostgreSqlServer.Shared.Port};Database=postgres;Username=postgres;SSL Mode=Disable");
        await connection.OpenAsync(cancellationToken);
        observed["rows"] = await RowsAsync(connection, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<JsonArray> RowsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT * FROM events ORDER BY id", connection) { AllResultTypesAreUnknown = true };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        IReadOnlyList<DbColumn> columns = await reader.GetColumnSchemaAsync(cancellationToken);
        string[] types = [.. columns.Select(static column => column.DataTypeName ?? "")];
        var rows = new JsonArray();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new JsonObject();
            for (int i = 0; i < reader.FieldCount; i++)
            {
                if (!reader.IsDBNull(i))
                    row[reader.GetName(i)] = ValueOf(types[i], reader.GetString(i));
            }

            rows.Add(row);
        }

        return rows;
    }

    // As a driver of Python gives them.
    private static JsonNode? ValueOf(string type, string text) => type switch
    {
        "bigint" or "integer" or "real" or "json" or "jsonb" => JsonNode.Parse(text),
        "boolean" => JsonValue.Create(text == "t"),
        "timestamp with time zone" => JsonValue.Create(text.EndsWith("+00", StringComparison.Ordinal) ? $"{text}:00" : text),
        _ => JsonValue.Create(text),
    };
}
