using System.Text;
using System.Text.Json;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>A stream of the case's lines over HTTP; it breaks off where the case says <c>ERR</c>.</summary>
internal sealed class LinesOutside(ObservedCase question) : HttpOutside(AnswerOf(question.Outside), null)
{
    protected override void Observe(System.Text.Json.Nodes.JsonObject observed)
    {
    }

    private static Func<HttpExchange, HttpAnswer> AnswerOf(JsonElement outside)
    {
        string[] lines = outside.TryGetProperty("lines", out JsonElement listed) ? [.. listed.EnumerateArray().Select(static line => line.GetString()!)] : [];
        bool breaks = lines.Contains("ERR");
        byte[][] chunks = [.. lines.TakeWhile(static line => line != "ERR").Select(static line => Encoding.UTF8.GetBytes(line + "\n"))];
        return _ => new HttpAnswer { Chunks = chunks, IsTruncated = breaks };
    }
}
