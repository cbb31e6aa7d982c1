using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IntelMQ.Dashboard.Http;

/// <summary>Answers of the API that are errors, in the form of RFC 9457.</summary>
internal static class Problems
{
    /// <summary>Answers with one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="detail">What happened, and what to do.</param>
    /// <param name="errors">All that is wrong, a sentence each.</param>
    public static Task WriteAsync(HttpContext context, int status, string detail, IReadOnlyList<string>? errors = null)
    {
        var body = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
        };
        if (errors is { Count: > 0 })
            body["errors"] = new JsonArray([.. errors.Select(static error => (JsonNode)JsonValue.Create(error))]);
        return Replies.JsonAsync(context, status, body, "application/problem+json");
    }
}
