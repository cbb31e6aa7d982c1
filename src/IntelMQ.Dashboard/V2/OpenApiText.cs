using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Modules;
using Microsoft.AspNetCore.WebUtilities;

namespace IntelMQ.Dashboard.V2;

/// <summary>Writes the OpenAPI document (3.1) of operations, from the same table that they are mapped by.</summary>
internal static partial class OpenApiText
{
    private const string Problem = "#/components/responses/Problem";

    /// <summary>The document.</summary>
    /// <param name="server">The address below which the operations are.</param>
    /// <param name="version">The host's version.</param>
    /// <param name="operations">The operations by module; those of the dashboard itself have none.</param>
    public static JsonObject Of(string server, string version, IEnumerable<(string? Module, DashboardOperation Operation)> operations)
    {
        var paths = new JsonObject();
        foreach (IGrouping<string, (string? Module, DashboardOperation Operation)> path in operations.GroupBy(static one => PathOf(one.Module, one.Operation), StringComparer.Ordinal).OrderBy(static path => path.Key, StringComparer.Ordinal))
            paths[path.Key] = new JsonObject(path.Select(static one => KeyValuePair.Create(one.Operation.Method.ToLowerInvariant(), (JsonNode?)Operation(one.Module, one.Operation))));
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "IntelMQ for .NET", ["version"] = version, ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" } },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = server }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "A personal token, made on the tokens page or by POST /tokens." } },
                ["responses"] = new JsonObject { ["Problem"] = new JsonObject { ["description"] = "What is wrong (RFC 9457).", ["content"] = Content("application/problem+json", """{"type": "about:blank", "title": "Not Found", "status": 404, "detail": "There is nothing of this name."}""", "#/components/schemas/Problem") } },
                ["schemas"] = new JsonObject { ["Problem"] = JsonNode.Parse("""{"type": "object", "required": ["type", "title", "status", "detail"], "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}, "errors": {"type": "array", "items": {"type": "string"}}}}""") },
            },
        };
    }

    private static string PathOf(string? module, DashboardOperation operation)
        => "/" + string.Join('/', ((string?[])[module, operation.Path]).Where(static part => !string.IsNullOrEmpty(part)));

    private static JsonObject Operation(string? module, DashboardOperation operation)
    {
        string path = PathOf(module, operation);
        var parameters = new JsonArray();
        foreach (Match place in Place().Matches(path))
            parameters.Add((JsonNode)Parameter("path", place.Groups[1].Value, null));
        foreach ((string name, string summary) in operation.Query)
            parameters.Add((JsonNode)Parameter("query", name, summary));
        foreach ((string name, string summary) in operation.Headers)
            parameters.Add((JsonNode)Parameter("header", name, summary));
        var answer = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(operation.Status) };
        if (operation.AnswerExample is { } example)
            answer["content"] = Content(path == "/live" ? "text/event-stream" : "application/json", example, null);
        var written = new JsonObject
        {
            ["operationId"] = $"{operation.Method.ToLowerInvariant()}{string.Concat(Word().Matches(path).Select(static word => char.ToUpperInvariant(word.Value[0]) + word.Value[1..]))}",
            ["summary"] = operation.Summary,
            ["description"] = $"Role: {Roles.NameOf(operation.Role)}.",
            ["tags"] = new JsonArray(module ?? operation.Path.Split('/')[0]),
        };
        if (parameters.Count > 0)
            written["parameters"] = parameters;
        if (operation.BodyExample is { } body)
            written["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", body, null) };
        written["responses"] = new JsonObject
        {
            [operation.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = answer,
            ["default"] = new JsonObject { ["$ref"] = Problem },
        };
        return written;
    }

    private static JsonObject Parameter(string place, string name, string? summary)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = place == "path", ["schema"] = new JsonObject { ["type"] = "string" } };
        if (summary is not null)
            parameter["description"] = summary;
        return parameter;
    }

    private static JsonObject Content(string type, string example, string? schema)
        => new() { [type] = new JsonObject { ["schema"] = schema is null ? new JsonObject { ["type"] = "object" } : new JsonObject { ["$ref"] = schema }, ["example"] = JsonNode.Parse(example) } };

    [GeneratedRegex("\\{(\\w+)\\}")]
    private static partial Regex Place();

    [GeneratedRegex("\\w+")]
    private static partial Regex Word();
}
