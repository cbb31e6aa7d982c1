using System.IO.Compression;
using System.Text.Json;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>As much of Interflow as a collector asks of it: the list of files, and the files. What the case lists under <c>http</c> goes first.</summary>
internal sealed class InterflowOutside(ObservedCase question) : HttpOutside(new Rules(question.Outside).Answer, null)
{
    private sealed class Rules(JsonElement outside)
    {
        private static readonly HttpAnswer None = new();

        private readonly CaseAnswers _given = new(outside, None);

        public HttpAnswer Answer(HttpExchange exchange)
        {
            HttpAnswer given = _given.Of(exchange);
            if (!ReferenceEquals(given, None))
                return given;
            if (exchange.Target.EndsWith("/listsharedfiles", StringComparison.Ordinal))
                return HttpAnswer.Json(outside.GetProperty("files").GetRawText(), outside.TryGetProperty("list_status", out JsonElement status) ? status.GetInt32() : 200);
            return exchange.Target.EndsWith(".gz", StringComparison.Ordinal)
                ? new HttpAnswer { Body = Packed("""[{"a": "zipped"}]"""u8) }
                : HttpAnswer.Json("""[{"a": 1}]""");
        }

        private static byte[] Packed(ReadOnlySpan<byte> text)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                gzip.Write(text);
            return packed.ToArray();
        }
    }
}
