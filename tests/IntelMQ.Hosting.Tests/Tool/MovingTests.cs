using System.Runtime.CompilerServices;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Tests;
using IntelMQ.Tool;

namespace IntelMQ.Hosting.Tests.Tool;

/// <summary>The commands of the page about moving from IntelMQ, with a stand-in for the bots in Python.</summary>
[Collection("console")]
public sealed class MovingTests : IDisposable
{
    private const string Event = """{"source.ip": "IP", "classification.type": "scanner", "__type": "Event"}""";
    private readonly ConfigurationFolder _folder = new ConfigurationFolder().Write("redis");
    private readonly string _present = Directory.GetCurrentDirectory();

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_present);
        _folder.Dispose();
    }

    [RedisFact]
    public async Task A_bot_moves_while_the_others_stay_in_Python_and_goes_back()
    {
        using RedisProgram server = RedisProgram.Start();
        RuntimeFile file = RuntimeFile.OpenFolder(_folder.Configuration);
        foreach (string side in new[] { "source", "destination" })
            file.SetGlobal($"{side}_pipeline_port", DocumentNode.OfNumber($"{server.Port}", null));
        file.Save();
        var expert = new PythonBot(server, "taxonomy-expert-queue");
        var output = new PythonBot(server, "file-output-queue");
        foreach (int number in new[] { 1, 2, 3 })
            expert.Send("taxonomy-expert-queue", Event.Replace("IP", $"192.0.2.{number}", StringComparison.Ordinal));
        // It is stopped with a message in work.
        Assert.Contains("192.0.2.1", expert.Receive(), StringComparison.Ordinal);

        foreach (string command in Commands().Where(static command => command.StartsWith("intelmq ", StringComparison.Ordinal)))
        {
            string[] words = [.. command.Replace("/opt/intelmq/etc", _folder.Configuration, StringComparison.Ordinal).Replace("/var/lib/intelmq-net", _folder.State, StringComparison.Ordinal).Split(' ').Skip(1)];
            (int code, string text) = await RunAsync(words[0] == "run" ? [.. words, "--until-drained"] : words);
            Assert.True(code == 0, $"{command}: {text}");
        }

        foreach (int number in new[] { 1, 2, 3 })
        {
            string? received = output.Receive();
            Assert.Contains($"192.0.2.{number}", received, StringComparison.Ordinal);
            Assert.Contains("information-gathering", received, StringComparison.Ordinal);
            Assert.True(output.Acknowledge());
        }

        Assert.Null(output.Receive());
        expert.Send("taxonomy-expert-queue", Event.Replace("IP", "192.0.2.4", StringComparison.Ordinal));
        Assert.Contains("192.0.2.4", expert.Receive(), StringComparison.Ordinal);
    }

    private static string[] Commands()
    {
        string[] lines = [.. File.ReadAllLines(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "migrating.md")).Select(static line => line.Trim())];
        int start = Array.IndexOf(lines, "## Moving bot by bot");
        string[] found = [.. lines[start..Array.IndexOf(lines, "## What is not there yet")].Where(static line => line.StartsWith("intelmq ", StringComparison.Ordinal) || line.StartsWith("intelmqctl ", StringComparison.Ordinal))];
        Assert.True(found.Length >= 5);
        return found;
    }

    private static string Here([CallerFilePath] string path = "") => path;

    private static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        TextWriter output = Console.Out;
        TextWriter errors = Console.Error;
        using var text = new StringWriter();
        Console.SetOut(text);
        Console.SetError(text);
        try
        {
            return (await IntelMQCommand.Create().Parse(arguments).InvokeAsync(), text.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
