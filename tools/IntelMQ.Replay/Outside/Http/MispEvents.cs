using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of MISP as a collector asks of it: lists of events, single events, and tags.</summary>
internal sealed class MispEvents(ObservedCase question) : HttpOutside(new Rules(question.Outside).Answer, null)
{
    protected override void Observe(JsonObject observed)
    {
    }

    private sealed class Rules
    {
        private readonly JsonElement[] _events;

        public Rules(JsonElement outside)
        {
            JsonElement found = outside.GetProperty("search_result");
            if (found.ValueKind == JsonValueKind.Object)
                found = found.GetProperty("response");
            _events = [.. found.EnumerateArray()];
        }

        public HttpAnswer Answer(HttpExchange exchange)
        {
            if (exchange.Target.EndsWith("events/restSearch", StringComparison.Ordinal))
                return HttpAnswer.Json($$"""{"response": [{{string.Join(", ", _events.Select(static found => found.GetRawText()))}}]}""");
            if (!exchange.Target.Contains("/events/view/", StringComparison.Ordinal))
                return HttpAnswer.Json("""{"saved": true}""");
            string uuid = exchange.Target.Split('/')[^1];
            JsonElement one = Array.Find(_events, found => found.GetProperty("Event").GetProperty("uuid").GetString() == uuid);
            return one.ValueKind == JsonValueKind.Undefined ? new HttpAnswer { Status = 404 } : HttpAnswer.Json(one.GetRawText());
        }
    }
}
