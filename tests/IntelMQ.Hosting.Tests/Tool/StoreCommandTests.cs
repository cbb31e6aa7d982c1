using IntelMQ.Export;
using IntelMQ.Hosting.Tests.Support;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class StoreCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-store").FullName;

    private string Database => Path.Combine(_folder, "events.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_table_of_IntelMQ_is_searched_counted_and_grouped()
    {
        Fill();
        Assert.Equal("2\t2024-05-07T10:00:00+00:00\tscanner\t192.0.2.2\t22\t\t\tFeed\n1\t2024-05-06T10:00:00+00:00\tscanner\t192.0.2.1\t22\t\t\tFeed\n", await RunAsync("search", "source.ip << '192.0.2.0/24'"));
        Assert.Equal("2\n", await RunAsync("count", "classification.type == 'scanner'"));
        Assert.Equal("more than 1\n", await RunAsync("count", "--at-most", "1"));
        Assert.Equal("{\n    \"count\": 2,\n    \"more\": false\n}\n", await RunAsync("count", "--from", "2024-05-07", "--type", "json"));
        Assert.Equal("scanner\t2\t2\nphishing\t1\t1\n", await RunAsync("group", "--by", "classification.type", "--distinct", "source.ip"));
        Assert.Contains("2024-05-06T00:00:00\\u002B00:00", await RunAsync("group", "--by", "time.observation:day", "--type", "json"), StringComparison.Ordinal);
        Assert.Equal("""{"__type": "Event", "classification.type": "phishing", "feed.name": "Feed", "source.ip": "203.0.113.1", "source.port": 443, "time.observation": "2024-05-08T10:00:00+00:00"}""" + "\n", await RunAsync("search", "--type", "jsonl", "--limit", "1"));
        Assert.StartsWith("time.source,time.observation,", (await RunAsync("search", "--type", "csv")).Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"id\": 3", await RunAsync("search", "--type", "json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_removed_and_given_out_is_noted()
    {
        Fill();
        Assert.Equal("The store is now of version 1.\n", await RunAsync("migrate"));
        Assert.Equal("The store is up to date.\n", await RunAsync("migrate"));
        await RunAsync("search", "--type", "jsonl", "--who", "alice");
        Assert.StartsWith("1 events would be erased", await RunAsync("erase", "source.ip == '192.0.2.1'"), StringComparison.Ordinal);
        Assert.Contains("Not reached: ", await RunAsync("erase", "source.ip == '192.0.2.1'", "--yes", "--who", "alice", "--reason", "request 1"), StringComparison.Ordinal);
        Assert.Equal("2 events removed.\n", await RunAsync("retain", "--days", "30", "--who", "bob"));
        string[] log = (await RunAsync("log")).TrimEnd('\n').Split('\n');
        Assert.Equal(["bob\tretain\t2\tevents older than 30.00:00:00 by time.observation, by a condition", "alice\terase\t1\trequest 1", "alice\texport\t3\tJsonl: "], log.Select(static line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public async Task A_condition_that_is_none_is_told_with_its_place()
    {
        Fill();
        (int code, _, string complaints) = await ToolRun.RunAsync("store", "count", "comment =~ 'x'", "--database", Database);
        Assert.Equal(1, code);
        Assert.StartsWith("line 1, column 1: '=~' cannot be asked", complaints, StringComparison.Ordinal);
        (code, _, complaints) = await ToolRun.RunAsync("store", "erase", "--yes", "--database", Database);
        Assert.Equal(1, code);
        Assert.Contains("Name a condition", complaints, StringComparison.Ordinal);
        (code, _, _) = await ToolRun.RunAsync("store", "count", "--database", Path.Combine(_folder, "missing.db"));
        Assert.Equal(1, code);
        Assert.False(File.Exists(Path.Combine(_folder, "missing.db")));
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        (int code, string output, string complaints) = await ToolRun.RunAsync(["store", .. arguments, "--database", Database]);
        Assert.True(code == 0, complaints);
        return output;
    }

    private void Fill()
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = EventTableScript.Create(SqlEngine.Sqlite, new EventTableOptions()) + """
            INSERT INTO events ("source.ip", "source.port", "classification.type", "time.observation", "feed.name") VALUES
                ('192.0.2.1', 22, 'scanner', '2024-05-06T10:00:00+00:00', 'Feed'), ('192.0.2.2', 22, 'scanner', '2024-05-07T10:00:00+00:00', 'Feed'),
                ('203.0.113.1', 443, 'phishing', '2024-05-08T10:00:00+00:00', 'Feed');
            """;
        command.ExecuteNonQuery();
    }
}
