using IntelMQ.Hosting.Tests.Support;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class DbCommandTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_script_is_data_on_standard_output()
    {
        (int code, string output, string complaints) = await ToolRun.RunAsync("db", "init", "--jsonb", "--skip-or-replace", "--table", "mine");
        Assert.Equal((0, ""), (code, complaints));
        Assert.Contains("CREATE TABLE IF NOT EXISTS", output, StringComparison.Ordinal);
        Assert.Contains("mine", output, StringComparison.Ordinal);
        Assert.Contains("jsonb", output, StringComparison.Ordinal);
        (code, _, complaints) = await ToolRun.RunAsync("db", "init", "--engine", "oracle");
        Assert.Equal(1, code);
        Assert.Contains("There is no database 'oracle'", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_an_output_is_made_by_its_parameters()
    {
        string database = Path.Combine(_folder.Configuration, "events.db");
        _folder.Write("memory", $"sql-output:\n  module: intelmq.bots.outputs.sql.output\n  group: Output\n  parameters: {{engine: sqlite, database: {database}, table: mine}}\n");
        (int code, string output, string complaints) = await ToolRun.RunAsync("db", "init", "--bot", "sql-output", "--config", _folder.Configuration);
        Assert.True(code == 0, complaints);
        Assert.Equal("", output);
        await using (var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly"))
        {
            await connection.OpenAsync();
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM mine";
            Assert.Equal(0L, await command.ExecuteScalarAsync());
        }

        (code, _, complaints) = await ToolRun.RunAsync("db", "init", "--bot", "file-output", "--config", _folder.Configuration);
        Assert.Equal(1, code);
        Assert.Contains("no intelmq.bots.outputs.sql.output", complaints, StringComparison.Ordinal);
    }
}
