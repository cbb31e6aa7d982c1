using System.Text.Json.Nodes;
using IntelMQ.Failures;
using IntelMQ.Hosting.Trying;
using IntelMQ.Messages;

namespace IntelMQ.Tool.Commands.Try;

/// <summary>What bots did to a message, for people and programs.</summary>
internal static class TrialText
{
    private const int MaxValue = 200;

    public static void Write(IReadOnlyList<TrialStep> steps)
    {
        foreach (TrialStep step in steps)
        {
            Console.Out.WriteLine($"{step.BotId} ({step.Module})");
            if (step.NotTried is not null)
                Console.Out.WriteLine($"  {step.NotTried}");
            if (step.IsDropped)
                Console.Out.WriteLine("  dropped: the message ends here.");
            foreach (Failure failure in step.Failures)
                Console.Out.WriteLine($"  failed: {failure}");
            foreach (TrialSent sent in step.Sent)
            {
                Console.Out.WriteLine($"  {sent.Path}: {(sent.Receivers.Count > 0 ? string.Join(", ", sent.Receivers) : "nobody")}{(sent.Changes.Count == 0 ? ", unchanged" : "")}");
                foreach (FieldChange change in sent.Changes)
                    Console.Out.WriteLine($"    {Cut(change.ToString())}");
            }

            foreach (string line in step.Log)
                Console.Error.WriteLine($"{step.BotId}: {line}");
        }
    }

    public static JsonNode ToJson(TrialStep step) => new JsonObject
    {
        ["bot_id"] = step.BotId,
        ["module"] = step.Module,
        ["dropped"] = step.IsDropped,
        ["not_tried"] = step.NotTried,
        ["failures"] = new JsonArray([.. step.Failures.Select(static failure => (JsonNode)JsonValue.Create(failure.ToString()))]),
        ["sent"] = new JsonArray([.. step.Sent.Select(ToJson)]),
        ["log"] = new JsonArray([.. step.Log.Select(static line => (JsonNode)JsonValue.Create(line))]),
    };

    private static JsonNode ToJson(TrialSent sent) => new JsonObject
    {
        ["path"] = sent.Path,
        ["receivers"] = new JsonArray([.. sent.Receivers.Select(static bot => (JsonNode)JsonValue.Create(bot))]),
        ["changes"] = new JsonArray([.. sent.Changes.Select(static change => (JsonNode)new JsonObject
        {
            ["field"] = change.Name,
            ["before"] = change.Before is null ? null : JsonNode.Parse(change.Before),
            ["after"] = change.After is null ? null : JsonNode.Parse(change.After),
        })]),
        ["message"] = JsonNode.Parse(sent.Message.ToJson(MessageFormat.WithType)),
    };

    private static string Cut(string text) => text.Length <= MaxValue ? text : $"{text[..MaxValue]}... ({text.Length} characters)";
}
