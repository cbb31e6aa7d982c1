using System.Text.Json.Nodes;

namespace IntelMQ.Dashboard.Http;

/// <summary>The bodies of answers that are errors, in IntelMQ's shapes.</summary>
internal static class Errors
{
    public static JsonObject NotFound() => new() { ["error"] = "Not Found" };

    public static JsonObject Method() => new() { ["error"] = "Method Not Allowed" };

    public static JsonObject Denied() => new() { ["error"] = new JsonObject { ["Authentication Required"] = "Please provide valid Token verification credentials" } };
}
