using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of Blueliv as a collector asks of it: the case's servers.</summary>
internal sealed class BluelivOutside(ObservedCase question)
    : HttpOutside(_ => HttpAnswer.Json($$"""{"crimeServers": {{question.Outside.GetProperty("items").GetRawText()}} }"""), null)
{
    // The proxies that a case names are not there.
    public override void Change(JsonObject parameters)
    {
        parameters.Remove("http_proxy");
        parameters.Remove("https_proxy");
    }

    protected override void Observe(JsonObject observed)
    {
    }
}
