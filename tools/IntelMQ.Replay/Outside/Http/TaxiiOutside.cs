using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of TAXII 1.1 as a collector asks of it: where to poll, and the case's content blocks.</summary>
internal sealed class TaxiiOutside(ObservedCase question) : HttpOutside(exchange => AnswerOf(exchange, question.Outside), null)
{
    private const string Names = "xmlns:taxii_11=\"http://taxii.mitre.org/messages/taxii_xml_binding-1.1\"";

    protected override void Observe(JsonObject observed)
    {
    }

    private static HttpAnswer AnswerOf(HttpExchange exchange, JsonElement outside)
    {
        string asked = Encoding.UTF8.GetString(exchange.Body);
        string xml = asked.Contains("Discovery_Request", StringComparison.Ordinal) ? Discovery(exchange.Target) : Blocks(outside);
        return new HttpAnswer
        {
            Headers = [new("Content-Type", "application/xml"), new("X-TAXII-Content-Type", "urn:taxii.mitre.org:message:xml:1.1")],
            Body = Encoding.UTF8.GetBytes(xml),
        };
    }

    private static string Discovery(string url)
        => $"<taxii_11:Discovery_Response {Names} message_id=\"1\" in_response_to=\"0\"><taxii_11:Service_Instance service_type=\"POLL\" service_version=\"urn:taxii.mitre.org:services:1.1\" available=\"true\">"
            + $"<taxii_11:Address>{url.Replace("discovery", "poll", StringComparison.Ordinal)}</taxii_11:Address></taxii_11:Service_Instance></taxii_11:Discovery_Response>";

    private static string Blocks(JsonElement outside)
    {
        var xml = new StringBuilder($"<taxii_11:Poll_Response {Names} message_id=\"2\" in_response_to=\"1\" more=\"false\">");
        foreach (JsonElement item in outside.GetProperty("items").EnumerateArray())
        {
            string text = item.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetString(item.GetBytesFromBase64()) : "";
            xml.Append(CultureInfo.InvariantCulture, $"<taxii_11:Content_Block><taxii_11:Content_Binding binding_id=\"urn:x\"/><taxii_11:Content>{System.Security.SecurityElement.Escape(text)}</taxii_11:Content></taxii_11:Content_Block>");
        }

        return xml.Append("</taxii_11:Poll_Response>").ToString();
    }
}
