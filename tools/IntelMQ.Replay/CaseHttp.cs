using System.Net;
using System.Text.Json;
using IntelMQ.Testing;

namespace IntelMQ.Replay;

/// <summary>The HTTP exchanges that a case lists; everything else is a refused connection.</summary>
internal static class CaseHttp
{
    public static CannedHttp Of(JsonElement question)
    {
        var http = new CannedHttp();
        if (!question.TryGetProperty("http", out JsonElement exchanges) || exchanges.ValueKind != JsonValueKind.Array)
            return http;
        foreach (JsonElement exchange in exchanges.EnumerateArray())
            http.On(new HttpMethod(Answers.Text(exchange, "method") ?? "GET"), Answers.Text(exchange, "url") ?? "", Response(exchange));
        return http;
    }

    private static CannedResponse Response(JsonElement exchange)
    {
        byte[] body = exchange.TryGetProperty("response_body_base64", out JsonElement base64) && base64.ValueKind == JsonValueKind.String
            ? base64.GetBytesFromBase64()
            : [];
        var headers = new List<KeyValuePair<string, string>>();
        if (exchange.TryGetProperty("response_headers", out JsonElement listed) && listed.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty header in listed.EnumerateObject())
                headers.Add(new(header.Name, header.Value.ToString()));
        }

        // The recorded answers have none.
        return new CannedResponse((HttpStatusCode)exchange.GetProperty("status").GetInt32(), body) { Headers = headers, ReasonPhrase = "" };
    }
}
