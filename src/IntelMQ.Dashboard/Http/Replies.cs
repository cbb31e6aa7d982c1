using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.Http;

/// <summary>Writes answers that no cache keeps and no browser takes for something else.</summary>
internal static class Replies
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.Default };

    public static Task JsonAsync(HttpContext context, int status, JsonNode? body, string type = "application/json")
        => WriteAsync(context, status, type, Encoding.UTF8.GetBytes(body?.ToJsonString(Form) ?? "null"));

    public static Task TextAsync(HttpContext context, int status, string text) => WriteAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static async Task WriteAsync(HttpContext context, int status, string type, byte[] body)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>What every answer carries.</summary>
    public static void Protect(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }
}
