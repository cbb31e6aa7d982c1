using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of McAfee ESM's REST interface as an output asks of it: logging in, the watch lists, adding to one.</summary>
internal sealed class EsmOutside(ObservedCase question) : HttpOutside(new Rules(question.Outside).Answer, null)
{
    private sealed class Rules(JsonElement outside)
    {
        public HttpAnswer Answer(HttpExchange exchange)
        {
            if (exchange.Target.Contains("/login", StringComparison.Ordinal))
                return Fails("login") ? Refused() : Accepted();
            if (exchange.Target.Contains("GetWatchlists", StringComparison.Ordinal))
                return outside.TryGetProperty("lists", out JsonElement lists) && lists.ValueKind == JsonValueKind.Null ? Refused() : HttpAnswer.Json(Lists);
            return Fails("post") ? Refused() : HttpAnswer.Json("{}");
        }

        private const string Lists = """{"return": [{"name": "Other", "id": {"value": 7}}, {"name": "Bad IPs", "id": {"value": 42}}]}""";

        private static HttpAnswer Refused() => HttpAnswer.Json("{}", 401);

        private static HttpAnswer Accepted() => HttpAnswer.Json("{}", 201) with
        {
            Headers = [new("Content-Type", "application/json"), new("Set-Cookie", "JWTToken=recorded; Path=/"), new("Xsrf-Token", "recorded")],
        };

        private bool Fails(string what) => Answers.Text(outside, what) == "fail";
    }
}
