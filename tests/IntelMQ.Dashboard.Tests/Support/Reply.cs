using System.Net;
using System.Text.Json.Nodes;

namespace IntelMQ.Dashboard.Tests.Support;

/// <summary>An answer, read whole.</summary>
internal sealed record Reply(HttpStatusCode Status, string Text, string? Type, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode? Json => JsonNode.Parse(Text);

    public static async Task<Reply> OfAsync(HttpResponseMessage response)
        => new(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(static header => header.Key, static header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
}
