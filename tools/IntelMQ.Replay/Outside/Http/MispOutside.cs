using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>
/// As much of MISP as an output asks of it: a search finds what the case says, events are added, changed and published. What the case
/// lists under <c>http</c> goes first.
/// </summary>
internal sealed class MispOutside(ObservedCase question) : HttpOutside(new Rules(question.Outside).Answer, null)
{
    protected override JsonNode Describe(HttpExchange exchange)
    {
        var request = (JsonObject)base.Describe(exchange);
        request.Remove("body");
        request["json"] = exchange.Body.Length == 0 ? "" : JsonNode.Parse(exchange.Body);
        LeaveOut(request["json"]);
        return request;
    }

    // What the recording leaves out, since chance or the clock made it.
    private static void LeaveOut(JsonNode? json)
    {
        if (json is not JsonObject one)
            return;
        one.Remove("uuid");
        one.Remove("timestamp");
        foreach (JsonNode? part in (JsonNode?[])[.. one["Object"] as JsonArray ?? [], .. one["Attribute"] as JsonArray ?? []])
            LeaveOut(part);
    }

    private sealed class Rules
    {
        private static readonly HttpAnswer None = new();

        private readonly CaseAnswers _given;
        private readonly string _found = """{"response": []}""";

        public Rules(JsonElement outside)
        {
            _given = new CaseAnswers(outside, None);
            if (outside.TryGetProperty("found", out JsonElement found))
                _found = found.ValueKind == JsonValueKind.Array ? $$"""{"response": {{found.GetRawText()}}}""" : found.GetRawText();
        }

        public HttpAnswer Answer(HttpExchange exchange)
        {
            HttpAnswer given = _given.Of(exchange);
            if (!ReferenceEquals(given, None))
                return given;
            if (exchange.Target.Contains("restSearch", StringComparison.Ordinal))
                return HttpAnswer.Json(_found);
            if (exchange.Target.Contains("/add", StringComparison.Ordinal) || exchange.Target.Contains("/edit", StringComparison.Ordinal))
                return HttpAnswer.Json(new JsonObject { ["Event"] = exchange.Body.Length == 0 ? null : JsonNode.Parse(exchange.Body) }.ToJsonString());
            return HttpAnswer.Json("{}");
        }
    }
}
