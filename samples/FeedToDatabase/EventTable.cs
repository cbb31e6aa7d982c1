using Microsoft.Data.Sqlite;

namespace FeedToDatabase;

/// <summary>Shows what is in the table of events.</summary>
internal static class EventTable
{
    private const string Query = """
        SELECT "source.ip", "source.port", "source.asn", "source.geolocation.cc", "malware.name", "classification.taxonomy", "time.source"
        FROM events ORDER BY "time.source"
        """;

    public static void Print(string database, TextWriter output)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Query;
        using SqliteDataReader reader = command.ExecuteReader();
        List<string[]> rows = [[.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]];
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : reader.GetString(column))]);

        int[] widths = [.. Enumerable.Range(0, reader.FieldCount).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        output.WriteLine();
        output.WriteLine($"{rows.Count - 1} events in {Path.GetRelativePath(Environment.CurrentDirectory, database)}");
    }
}
