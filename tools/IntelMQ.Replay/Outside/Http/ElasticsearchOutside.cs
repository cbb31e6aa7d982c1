using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>
/// As much of Elasticsearch as an output asks of it: whether an index or a template is there, making an index, documents alone or in
/// bulk. What the case says about answers goes for one document after the other.
/// </summary>
internal sealed class ElasticsearchOutside(ObservedCase question) : HttpOutside(new Rules(question.Outside).Answer, null)
{
    private sealed class Rules
    {
        private static readonly int[] Repeated = [502, 503, 504];

        private readonly bool _hasIndex;
        private readonly bool _hasTemplate;
        private readonly Queue<int> _statuses = new();

        public Rules(JsonElement outside)
        {
            _hasIndex = IsTrue(outside, "index_exists");
            _hasTemplate = IsTrue(outside, "template_exists");
            if (outside.TryGetProperty("index_answers", out JsonElement answers) && answers.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement status in answers.EnumerateArray())
                    _statuses.Enqueue(status.GetInt32());
            }
        }

        public HttpAnswer Answer(HttpExchange exchange)
        {
            string path = exchange.Target.Split('?')[0];
            return exchange.Method switch
            {
                "HEAD" or "GET" when path.StartsWith("/_template/", StringComparison.Ordinal) || path.StartsWith("/_index_template/", StringComparison.Ordinal)
                    => Status(_hasTemplate ? 200 : 404),
                "HEAD" => Status(_hasIndex ? 200 : 404),
                "PUT" => HttpAnswer.Json("""{"acknowledged": true}"""),
                "POST" when path.EndsWith("/_bulk", StringComparison.Ordinal) => Bulk(exchange.Body),
                "POST" => One(),
                _ => HttpAnswer.Json("{}"),
            };
        }

        private static HttpAnswer Status(int status) => new() { Status = status };

        private static bool IsTrue(JsonElement outside, string name) => outside.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

        private HttpAnswer One() => _statuses.TryDequeue(out int status) && status >= 300
            ? HttpAnswer.Json(Error(status), status)
            : HttpAnswer.Json("""{"result": "created"}""", 201);

        // A service that is not there is not there for the whole request; everything else is the matter of one document.
        private HttpAnswer Bulk(byte[] body)
        {
            if (_statuses.TryPeek(out int next) && Repeated.Contains(next))
                return HttpAnswer.Json(Error(_statuses.Dequeue()), next);
            var items = new JsonArray();
            bool errors = false;
            foreach (string line in Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static (_, i) => i % 2 == 0))
            {
                string action = JsonNode.Parse(line)!.AsObject().First().Key;
                int status = _statuses.TryDequeue(out int given) && given >= 300 ? given : 201;
                errors |= status >= 300;
                var item = new JsonObject { ["status"] = status };
                if (status >= 300)
                    item["error"] = new JsonObject { ["type"] = "recorded", ["reason"] = "as recorded" };
                items.Add(new JsonObject { [action] = item });
            }

            return HttpAnswer.Json(new JsonObject { ["took"] = 1, ["errors"] = errors, ["items"] = items }.ToJsonString());
        }

        private static string Error(int status) => new JsonObject { ["error"] = new JsonObject { ["type"] = "recorded", ["reason"] = "as recorded" }, ["status"] = status }.ToJsonString();
    }
}
