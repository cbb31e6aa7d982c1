using System.Globalization;
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
            await TypeAsync(path, [.. TextsOf(question, "arguments"), .. TextsOf(question, "commands")], configuration, broker);
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

    private static async Task TypeAsync(string path, IReadOnlyList<string> typed, RuntimeConfiguration configuration, IBroker broker)
    {
        // The first answer chooses the file, where the command does not name it.
        if (typed.Count == 0 || typed[0] is not (BotId or "0"))
            return;
        bool isKnown = configuration.Bots.Any(static bot => bot.Id == BotId);
        foreach (string line in typed.Skip(1))
        {
            if (line == "q" || !isKnown || !File.Exists(path))
                return;
            await using DumpFile dump = await DumpFile.OpenAsync(path, configuration.Schema, default);
            string[] words = line.Split(' ');
            if (words is ["d"])
                await dump.DeleteAsync();
            else if (dump.Fault is null && words is ["d", var ids] && NumbersOf(ids) is { } removed)
                await dump.RemoveAsync(removed, default);
            else if (dump.Fault is null && words is ["a", ..])
                await DumpRecovery.SendAsync(dump, null, words.ElementAtOrDefault(1), configuration, broker, default);
            else if (dump.Fault is null && words is ["r", var chosen, ..] && NumbersOf(chosen) is { } numbers)
                await DumpRecovery.SendAsync(dump, numbers, words.ElementAtOrDefault(2), configuration, broker, default);
        }
    }

    private static int[]? NumbersOf(string text)
    {
        string[] parts = text.Split(',');
        return Array.TrueForAll(parts, static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)) ? Array.ConvertAll(parts, static part => int.Parse(part, CultureInfo.InvariantCulture)) : null;
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
