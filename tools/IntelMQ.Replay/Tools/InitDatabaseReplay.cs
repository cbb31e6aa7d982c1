using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Export;
using IntelMQ.Replay.Outside.Sql;
using IntelMQ.Schemas;
using Npgsql;

namespace IntelMQ.Replay.Tools;

/// <summary>Makes a table for events as arguments of <c>intelmq_psql_initdb</c> say, and tells what the database has then.</summary>
internal static class InitDatabaseReplay
{
    public const string Name = "intelmq_psql_initdb";

    public static async Task<JsonObject> RunAsync(JsonElement question, CancellationToken cancellationToken)
    {
        string[] arguments = [.. question.GetProperty("parameters").GetProperty("arguments").EnumerateArray().Select(static argument => argument.GetString()!)];
        var options = new EventTableOptions
        {
            Schema = Schema.IntelMQ33,
            Jsonb = arguments.Contains("--jsonb"),
            SeparateRaws = arguments.Contains("--separate-raws"),
            WithoutEvents = arguments.Contains("--no-events"),
            IfMissing = arguments.Contains("--skip-or-replace"),
        };
        string script = EventTableScript.Create(SqlEngine.PostgreSql, options);
        var observed = new JsonObject { ["exit"] = 0 };
        await using NpgsqlConnection connection = await PostgreSqlServer.Shared.OpenEmptyAsync(cancellationToken);
        if (script.Length == 0)
        {
            observed["postgres_error"] = "there is nothing to run";
            return observed;
        }

        try
        {
            await PostgreSqlServer.RunAsync(connection, script, cancellationToken);
        }
        catch (PostgresException exception)
        {
            observed["postgres_error"] = exception.MessageText;
            return observed;
        }

        var columns = new JsonObject();
        foreach (JsonArray row in await AskAsync(connection, "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position", cancellationToken))
        {
            string table = row[0]!.GetValue<string>();
            row.RemoveAt(0);
            if (columns[table] is not JsonArray known)
                columns[table] = known = [];
            known.Add(row);
        }

        observed["columns"] = columns;
        observed["indexes"] = new JsonArray([.. await AskAsync(connection, "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2", cancellationToken)]);
        observed["triggers"] = new JsonArray([.. await AskAsync(connection, "SELECT event_object_table, trigger_name, action_timing, event_manipulation FROM information_schema.triggers ORDER BY 1, 2", cancellationToken)]);
        return observed;
    }

    private static async Task<List<JsonArray>> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<JsonArray>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new JsonArray();
            for (int i = 0; i < reader.FieldCount; i++)
                row.Add(reader.IsDBNull(i) ? null : reader.GetName(i) == "character_maximum_length" ? JsonNode.Parse(reader.GetString(i)) : JsonValue.Create(reader.GetString(i)));
            rows.Add(row);
        }

        return rows;
    }
}
