using System.Text;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Outputs;

/// <summary>What a file output leaves behind when writes are broken off, and when several write one file.</summary>
public sealed class FileOutputSafetyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{\"source.ip\": \"192.0", "")]
    [InlineData("{", "")]
    [InlineData("{\"a\": {\"b\": 1}", "")]
    [InlineData("{\"a\": \"half an umlaut Ã", "")]
    [InlineData("{\"a\": 1}", "{\"a\": 1}\n")]
    [InlineData("not an event", "not an event\n")]
    [InlineData("{not an event", "{not an event\n")]
    public async Task Half_a_line_of_a_killed_write_is_cut_off_and_nothing_else(string tail, string kept)
    {
        string path = _folder.Of("events.txt");
        await File.WriteAllTextAsync(path, "{\"a\": 0}\n" + tail);
        await using var output = new FileOutput(new FileOutputOptions { File = path, SingleKey = "source.ip" });
        await output.StartAsync(default);
        await output.SendAsync([Address("192.0.2.1")], default);
        await output.SendAsync([Address("192.0.2.2")], default);
        Assert.Equal($"{{\"a\": 0}}\n{kept}192.0.2.1\n192.0.2.2\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_half_line_longer_than_a_block_is_cut_off_too()
    {
        string path = _folder.Of("events.txt");
        await File.WriteAllTextAsync(path, "{\"a\": 0}\n{\"raw\": \"" + new string('x', 300_000));
        var logs = new LogCollector();
        await using var output = new FileOutput(new FileOutputOptions { File = path, SingleKey = "source.ip" }, new BotServices { Logs = logs });
        await output.SendAsync([Address("192.0.2.1")], default);
        Assert.Equal("{\"a\": 0}\n192.0.2.1\n", await File.ReadAllTextAsync(path));
        Assert.Contains("300009 bytes", Assert.Single(logs.Entries).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_outputs_of_one_file_lose_and_tear_nothing()
    {
        const int Outputs = 4;
        const int Batches = 40;
        string path = _folder.Of("events.txt");
        await Task.WhenAll(Enumerable.Range(0, Outputs).Select(number => Task.Run(async () =>
        {
            await using var output = new FileOutput(new FileOutputOptions { File = path, FlushToDisk = false });
            await output.StartAsync(default);
            for (int batch = 0; batch < Batches; batch++)
                await output.SendAsync([.. Enumerable.Range(0, 50).Select(i => Numbered($"{number}-{batch}-{i}"))], default);
        })));
        string[] lines = await File.ReadAllLinesAsync(path);
        Assert.Equal(Outputs * Batches * 50, lines.Length);
        Assert.Equal(lines.Length, lines.Distinct(StringComparer.Ordinal).Count());
        Assert.All(lines, static line => Assert.Matches("^\\{\"extra.number\": \"[0-9-]+\"\\}$", line));
    }

    [Fact]
    public void Two_nodes_of_a_pipeline_that_write_one_file_are_refused()
    {
        string path = _folder.Of("events.txt");
        PipelineConfigurationException thrown = Assert.Throws<PipelineConfigurationException>(() => Pipeline.Create(new PipelineOptions(), builder =>
        {
            builder.Add(new FileOutput(new FileOutputOptions { File = path }), new BotSetup { Id = "a" });
            builder.Add(new FileOutput(new FileOutputOptions { File = _folder.Of("x", "..", "events.txt") }), new BotSetup { Id = "b" });
        }));
        Assert.Contains($"a, b: these write the same file, '{path}'", thrown.Message, StringComparison.Ordinal);
    }

    private static Event Address(string address)
    {
        var message = new Event();
        message.Set("source.ip", address).ThrowIfRefused();
        return message;
    }

    private static Event Numbered(string number)
    {
        var message = new Event();
        message.Set("extra.number", number).ThrowIfRefused();
        return message;
    }
}
