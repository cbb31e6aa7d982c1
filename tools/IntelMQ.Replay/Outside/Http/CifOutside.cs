using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of CIFv3 as an output asks of it: indicators, alone or several at once.</summary>
internal sealed class CifOutside() : HttpOutside(Answer, null)
{
    protected override void Observe(JsonObject observed)
    {
        var submitted = new JsonArray();
        foreach (HttpExchange exchange in Exchanges.Where(static exchange => exchange.Method == "POST"))
        {
            JsonNode? body = JsonNode.Parse(exchange.Body);
            submitted.Add(body is JsonArray ? new JsonObject { ["batch"] = body } : new JsonObject { ["single"] = body });
        }

        observed["submitted"] = submitted;
    }

    private static HttpAnswer Answer(HttpExchange exchange)
    {
        int count = 0;
        if (exchange.Method == "POST")
        {
            using JsonDocument body = JsonDocument.Parse(exchange.Body);
            count = body.RootElement.ValueKind == JsonValueKind.Array ? body.RootElement.GetArrayLength() : 1;
        }

        return HttpAnswer.Json(new JsonObject { ["status"] = "success", ["message"] = "success", ["data"] = count }.ToJsonString(), 201);
    }
}
