using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of Azure Blob Storage's REST interface as a collector asks of it: the list of a container, and its blobs.</summary>
internal sealed class BlobOutside(ObservedCase question) : HttpOutside(new Rules(question.Outside).Answer, null)
{
    // The recorded connection string has no key.
    public override void Change(JsonObject parameters) => parameters["connection_string"] = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;EndpointSuffix=blob.example";

    protected override void Observe(JsonObject observed)
    {
    }

    private sealed class Rules(JsonElement outside)
    {
        public HttpAnswer Answer(HttpExchange exchange)
        {
            string target = exchange.IsWholeUrl ? new Uri(exchange.Target).PathAndQuery : exchange.Target;
            if (target.Contains("comp=list", StringComparison.Ordinal))
                return new HttpAnswer { Headers = [new("Content-Type", "application/xml")], Body = Encoding.UTF8.GetBytes(List()) };
            string[] path = target.Split('?')[0].Split('/', 3);
            return path.Length == 3 && outside.GetProperty("blobs").TryGetProperty(Uri.UnescapeDataString(path[2]), out JsonElement blob)
                ? new HttpAnswer { Headers = [.. Properties], Body = blob.GetBytesFromBase64() }
                : new HttpAnswer { Status = 404, Headers = [new("x-ms-error-code", "BlobNotFound")] };
        }

        private static IEnumerable<KeyValuePair<string, string>> Properties =>
        [
            new("Content-Type", "application/octet-stream"),
            new("ETag", "\"0x1\""),
            new("Last-Modified", "Mon, 04 May 2026 10:00:00 GMT"),
            new("x-ms-blob-type", "BlockBlob"),
        ];

        private string List()
        {
            var list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ServiceEndpoint=\"http://a.blob.example/\" ContainerName=\"c\"><Blobs>");
            foreach (JsonProperty blob in outside.GetProperty("blobs").EnumerateObject())
            {
                list.Append(CultureInfo.InvariantCulture, $"<Blob><Name>{SecurityElement.Escape(blob.Name)}</Name><Properties><Last-Modified>Mon, 04 May 2026 10:00:00 GMT</Last-Modified><Etag>0x1</Etag>");
                list.Append(CultureInfo.InvariantCulture, $"<Content-Length>{blob.Value.GetBytesFromBase64().Length}</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>");
            }

            return list.Append("</Blobs><NextMarker /></EnumerationResults>").ToString();
        }
    }
}
