using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Outside.Files;
using IntelMQ.Schemas;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Replay.Outside.Sql;

/// <summary>A folder with a database whose table has a column of text for each field, but for those that the case leaves out.</summary>
internal sealed class SqliteOutside : WorkFolder
{
    private readonly string _connection;

    public SqliteOutside(ObservedCase question)
        : base(question)
    {
        _connection = $"Data Source={System.IO.Path.Combine(Path, "e.db")};Pooling=False";
        string table = Answers.Text(question.Outside, "table") ?? "";
        int without = table.IndexOf("without ", StringComparison.Ordinal);
        string left = without < 0 ? "" : table[(without + 8)..];
        IEnumerable<string> names = Schema.IntelMQ33.Definitions.Select(static field => field.Name).Append("extra").Where(name => name != left);
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"CREATE TABLE events (id INTEGER PRIMARY KEY, {string.Join(", ", names.Select(static name => $"\"{name}\" TEXT"))})";
        command.ExecuteNonQuery();
    }

    public override async ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM events ORDER BY id";
        await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new JsonArray();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new JsonObject();
            for (int i = 0; i < reader.FieldCount; i++)
            {
                row[reader.GetName(i)] = reader.GetValue(i) switch
                {
                    long number => JsonValue.Create(number),
                    double number => JsonValue.Create(number),
                    string text => JsonValue.Create(text),
                    _ => null,
                };
                if (reader.IsDBNull(i))
                    row.Remove(reader.GetName(i));
            }

            rows.Add(row);
        }

        observed["rows"] = rows;
    }
}
