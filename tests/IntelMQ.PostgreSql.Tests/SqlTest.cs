using System.Data.Common;
using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Bots.Outputs;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Npgsql;

namespace IntelMQ.PostgreSql.Tests;

/// <summary>Helps tests of the SQL output with a server.</summary>
internal static class SqlTest
{
    public static BotServices Services { get; } = new()
    {
        Databases = new Dictionary<string, DbProviderFactory> { ["postgresql"] = PostgreSqlDriver.Instance },
    };

    public static Event Read(string json)
        => Event.TryParse(System.Text.Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error) ? message : throw new InvalidOperationException(error.ToString());

    public static Event[] Numbered(int count, int from = 0)
        => [.. Enumerable.Range(from, count).Select(static n => Read($$"""{"source.port": {{n + 1}}, "source.ip": "192.0.2.{{n % 250}}", "extra.n": {{n}}, "raw": "eA=="}"""))];

    public static SqlOutputOptions Options(PostgreSqlProgram server) => new()
    {
        Engine = "PostgreSQL",
        Host = "127.0.0.1",
        Port = server.Port,
        Database = "postgres",
        User = "postgres",
        Sslmode = "disable",
    };

    /// <summary>An output on a server that has lost all tables, and has those again that the options make.</summary>
    public static async Task<SqlOutput> StartAsync(PostgreSqlProgram server, Action<SqlOutputOptions>? set = null, EventTableOptions? table = null)
    {
        Run(server, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; " + EventTableScript.Create(SqlEngine.PostgreSql, table ?? new EventTableOptions()));
        SqlOutputOptions options = Options(server);
        set?.Invoke(options);
        var output = new SqlOutput(options, Services);
        await output.StartAsync(default);
        return output;
    }

    public static void Run(PostgreSqlProgram server, string sql)
    {
        using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>A question's rows as texts, columns with a bar between them.</summary>
    public static string[] Ask(PostgreSqlProgram server, string sql)
    {
        using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        using NpgsqlDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return [.. rows];
    }

    public static int Count(PostgreSqlProgram server, string table = "events") => int.Parse(Assert.Single(Ask(server, $"SELECT count(*) FROM {table}")), CultureInfo.InvariantCulture);
}
