using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace FeedToDatabase.Tests;

public sealed class SampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feed-to-database").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_feed_is_in_the_database_and_the_table_shows_it()
    {
        string database = Path.Combine(_folder, "new", "events.db");

        string[] lines = await RunAsync(database);

        Assert.Equal(["source.ip", "source.port", "source.asn", "source.geolocation.cc", "malware.name", "classification.taxonomy", "time.source"], lines[0].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(["198.51.100.20", "443", "64496", "AT", "dridex", "malicious-code"], lines[1].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[..6]);
        Assert.Contains(lines, static line => line.StartsWith("12 events in ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("not stored: ", StringComparison.Ordinal) && line.EndsWith("source.ip (from ip_address) is not an IP address: 'not an address'.", StringComparison.Ordinal));
        Assert.Equal(12, Count(database));
    }

    [Fact]
    public async Task A_second_run_begins_with_an_empty_table()
    {
        string database = Path.Combine(_folder, "events.db");
        await RunAsync(database);
        await RunAsync(database);
        Assert.Equal(12, Count(database));
    }

    private static async Task<string[]> RunAsync(string database)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "FeedToDatabase.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, "--database", database]) { RedirectStandardOutput = true })!;
        string printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, printed);
        return printed.ReplaceLineEndings("\n").Split('\n');
    }

    private static long Count(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM events WHERE \"feed.name\" = 'Feodo Tracker'";
        return (long)command.ExecuteScalar()!;
    }
}
