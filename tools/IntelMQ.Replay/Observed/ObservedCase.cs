using System.Globalization;
using System.Text.Json;
using IntelMQ.Schemas;

namespace IntelMQ.Replay.Observed;

/// <summary>A case of an output or collector as it is asked: what the bot gets, and what the outside holds beforehand.</summary>
internal sealed class ObservedCase
{
    private static readonly TimeSpan RecordedFraction = TimeSpan.FromMicroseconds(123456);

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    public ObservedCase(JsonElement question, Schema schema)
    {
        Id = Answers.Text(question, "id");
        IsCommanded = question.TryGetProperty("cli", out _);
        Bot = Answers.Text(question, "bot") ?? "";
        Parameters = ObjectOf(question, "parameters");
        Outside = ObjectOf(question, "outside");
        Turns = TurnsIn(question) ?? TurnsIn(Outside) ?? 1;
        string? clock = Answers.Text(question, "clock") ?? Answers.Text(Outside, "clock");
        if (clock is not null)
            Clock = DateTimeOffset.Parse(clock, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        if (question.TryGetProperty("seconds", out JsonElement seconds) && seconds.ValueKind == JsonValueKind.Array)
            Seconds = [.. seconds.EnumerateArray().Select(static second => second.GetDouble())];
        if (question.TryGetProperty("steps", out JsonElement steps) && steps.ValueKind == JsonValueKind.Array)
        {
            Steps = [.. steps.EnumerateArray().Select(step => new ObservedStep(step, schema))];
            // These were recorded with a clock that also has a fraction, which shows in titles.
            Clock += RecordedFraction;
        }

        if (question.TryGetProperty("input", out JsonElement input) && input.ValueKind == JsonValueKind.Array)
            Input = [.. input.EnumerateArray().Select(message => CaseInput.Read(message, schema))];
    }

    public string? Id { get; }

    /// <summary>Whether the bot's command is called once all events are through.</summary>
    public bool IsCommanded { get; }

    public string Bot { get; }

    public JsonElement Parameters { get; }

    public JsonElement Outside { get; }

    /// <summary>How often a collector is asked.</summary>
    public int Turns { get; }

    /// <summary>The time that the run is to take for now; the real one where there is none.</summary>
    public DateTimeOffset? Clock { get; }

    /// <summary>For each event, how many seconds after <see cref="Clock"/> it comes; empty where all come at once.</summary>
    public IReadOnlyList<double> Seconds { get; } = [];

    /// <summary>Events that come at times of their own, with restarts in between; empty where they come as <see cref="Input"/>.</summary>
    public IReadOnlyList<ObservedStep> Steps { get; } = [];

    /// <summary>What an output gets, and what is none of its events.</summary>
    public IReadOnlyList<CaseInput> Input { get; } = [];

    /// <summary>A text parameter; null where it is absent or something else.</summary>
    public string? Parameter(string name) => Answers.Text(Parameters, name);

    /// <summary>Whether a parameter says yes; the default where it is absent.</summary>
    public bool Says(string name, bool byDefault)
        => Parameters.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind == JsonValueKind.True
            : byDefault;

    private static int? TurnsIn(JsonElement value) => value.TryGetProperty("turns", out JsonElement turns) && turns.TryGetInt32(out int count) ? count : null;

    private static JsonElement ObjectOf(JsonElement question, string member)
        => question.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value.Clone() : Nothing;
}
