using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Failures;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Dumps;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Replay.Dumps;

/// <summary>Does what somebody types at the reference's tool for dump files, and tells what is in the queues and in the file then.</summary>
internal static class RecoveryReplay
{
    private const string BotId = "BOTID";

    /// <summary>Answers a case.</summary>
    public static async Task<JsonObject> RunAsync(JsonElement question)
    {
        string folder = Directory.CreateTempSubdirectory("intelmq-replay").FullName;
        try
        {
            string path = Path.Combine(folder, $"{BotId}.dump");
            JsonElement dump = question.GetProperty("dump");
            await File.WriteAllTextAsync(path, dump.ValueKind == JsonValueKind.String ? dump.GetString() : dump.GetRawText());
            RuntimeConfiguration configuration = RuntimeConfiguration.Parse(question.GetProperty("runtime").GetRawText(), "runtime.yaml", new Dictionary<string, string>());
            await using var state = new MemoryStateStore();
            await using var failures = new MemoryFailureStore();
            await using var broker = new MemoryBroker(failures, state);
            await using var target = new BrokerDumpTarget(broker);
            var shelf = new DumpShelf(configuration, [folder], null);
            var session = new DumpSession(shelf, configuration, _ => Task.FromResult<IDumpTarget>(target), static (_, _) => Task.FromResult<string?>(null), new StringReader(string.Join('\n', TextsOf(question, "commands"))), TextWriter.Null);
            await session.RunAsync(TextsOf(question, "arguments").FirstOrDefault(), default);
            return new JsonObject
            {
                ["id"] = Answers.Text(question, "id"),
                ["observed"] = new JsonObject { ["queues_oldest_first"] = await WaitingMessages.DescribeAsync(broker), ["dump_after"] = await ReadAsync(path) },
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<JsonNode?> ReadAsync(string path)
    {
        if (!File.Exists(path))
            return null;
        string text = await File.ReadAllTextAsync(path);
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return new JsonObject { ["text"] = text };
        }
    }

    private static IEnumerable<string> TextsOf(JsonElement question, string member) => question.GetProperty(member).EnumerateArray().Select(static text => text.GetString()!);
}
