using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Replay.Dumps;

/// <summary>Answers what becomes of messages that fail.</summary>
internal static class DumpsReplay
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>Answers a case; whatever goes wrong is part of the answer.</summary>
    public static async Task<JsonObject> RunAsync(JsonElement question)
    {
        try
        {
            Task<JsonObject> run = question.TryGetProperty("commands", out _) ? RecoveryReplay.RunAsync(question) : WrittenReplay.RunAsync(question);
            return await run.WaitAsync(TimeLimit);
        }
#pragma warning disable CA1031 // The cases that follow are to be answered too.
        catch (Exception exception)
        {
            return new JsonObject { ["id"] = Answers.Text(question, "id"), ["error"] = $"{exception.GetType().Name}: {exception.Message}" };
        }
#pragma warning restore CA1031
    }
}
