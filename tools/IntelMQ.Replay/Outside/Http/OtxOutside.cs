using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of OTX as a collector asks of it: one page of the case's pulses.</summary>
internal sealed class OtxOutside(ObservedCase question) : HttpOutside(exchange => HttpAnswer.Json(PageOf(exchange, question.Outside)), null)
{
    // The proxy that a case names is not there.
    public override void Change(JsonObject parameters) => parameters.Remove("https_proxy");

    protected override void Observe(JsonObject observed)
    {
    }

    // Of the recorded pulses the first alone is one that has changed.
    private static string PageOf(HttpExchange exchange, JsonElement outside)
    {
        bool all = !exchange.Target.Contains("modified_since=", StringComparison.Ordinal);
        IEnumerable<string> pulses = outside.GetProperty("pulses").EnumerateArray().Take(all ? int.MaxValue : 1).Select(static pulse => pulse.GetRawText());
        return $$"""{"results": [{{string.Join(", ", pulses)}}], "next": null}""";
    }
}
