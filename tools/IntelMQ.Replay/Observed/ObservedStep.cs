using System.Text.Json;
using IntelMQ.Schemas;

namespace IntelMQ.Replay.Observed;

/// <summary>Events that an output gets at one time.</summary>
internal sealed class ObservedStep(JsonElement step, Schema schema)
{
    /// <summary>How long after the case's time.</summary>
    public TimeSpan Passed { get; } = TimeSpan.FromSeconds(step.GetProperty("seconds").GetDouble());

    /// <summary>Whether the bot is started again before.</summary>
    public bool IsRestart { get; } = step.TryGetProperty("restart", out JsonElement restart) && restart.ValueKind == JsonValueKind.True;

    /// <summary>What the output gets.</summary>
    public IReadOnlyList<CaseInput> Input { get; } = [.. step.GetProperty("events").EnumerateArray().Select(message => CaseInput.Read(message, schema))];
}
