using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of RT's REST interface 1.0 as an output asks of it; each kind of request has its answer in the case.</summary>
internal sealed class RtOutside(ObservedCase question) : HttpOutside(new Rules(question.Outside).Answer, null)
{
    protected override JsonNode Describe(HttpExchange exchange)
    {
        JsonObject request = Named(exchange);
        request["form"] = FormOf(exchange);
        return request;
    }

    private static JsonObject FormOf(HttpExchange exchange)
    {
        var form = new JsonObject();
        string text = Encoding.UTF8.GetString(exchange.Body);
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            form[WebUtility.UrlDecode(parts[0])] = WebUtility.UrlDecode(parts.Length > 1 ? parts[1] : "");
        }

        return form;
    }

    private sealed class Rules(JsonElement outside)
    {
        private int _created;

        public HttpAnswer Answer(HttpExchange exchange)
        {
            string path = exchange.Target.Split('?')[0];
            if (path.EndsWith("/ticket/new", StringComparison.Ordinal))
                return Given(_created++ > 0 && outside.TryGetProperty("second_create", out _) ? "second_create" : "create");
            if (path.EndsWith("/ticket/link", StringComparison.Ordinal))
                return Given("link");
            return Given(path.EndsWith("/edit", StringComparison.Ordinal) ? "edit" : "login");
        }

        private HttpAnswer Given(string name) => HttpAnswer.Text(Answers.Text(outside, name) ?? "RT/4.4.4 200 Ok\n\n");
    }
}
