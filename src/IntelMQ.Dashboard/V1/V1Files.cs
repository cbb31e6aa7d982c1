using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Definition;
using IntelMQ.Dashboard.Http;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Pipelines;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V1;

/// <summary>The configuration, the places of bots in the Manager's graph, the fields, files of bots.</summary>
internal sealed class V1Files(Workings workings)
{
    private const int LongestBody = 8 * 1024 * 1024;

    private readonly PositionsFile _positions = new(Path.Combine(workings.Host.ConfigurationFolder, "manager", "positions.conf"));
    private readonly BotFiles _files = new(workings.Options.FilesFolder ?? IntelMQPaths.Of(EnvironmentParameters.OfProcess()).State);

    public IEnumerable<(string Path, V1Command Command)> Commands()
    {
        yield return ("runtime", new V1Command(HttpMethods.Get, DashboardRole.Viewer, _ => () => Task.FromResult(JsonNode.Parse(workings.Configurator.Mask.Hide(workings.Configurator.Read().Root).ToJson().GetRawText()))));
        yield return ("runtime", new V1Command(HttpMethods.Post, DashboardRole.Configurator, request => () => WriteRuntimeAsync(request)) { Changes = static request => HttpMethods.IsPost(request.Method) });
        yield return ("positions", new V1Command(HttpMethods.Get, DashboardRole.Viewer, _ => () => Task.FromResult<JsonNode?>(_positions.Read())));
        yield return ("positions", new V1Command(HttpMethods.Post, DashboardRole.Configurator, request => () => WritePositionsAsync(request)) { Changes = static request => HttpMethods.IsPost(request.Method) });
        yield return ("harmonization", new V1Command(HttpMethods.Get, DashboardRole.Viewer, _ => () => Task.FromResult(Harmonization())));
        yield return ("config", new V1Command(HttpMethods.Get, DashboardRole.Configurator, request =>
        {
            string file = request.Required("file");
            request.Flag("fetch");
            return () => _files.AnswerAsync(request.Context, file);
        }));
    }

    private JsonNode? Harmonization()
    {
        string path = Path.Combine(workings.Host.ConfigurationFolder, "harmonization.conf");
        if (File.Exists(path))
            return JsonNode.Parse(File.ReadAllBytes(path));
        string made = Path.Combine(workings.Host.StateFolder, $"harmonization-{Guid.NewGuid():N}.conf");
        try
        {
            workings.Host.Configuration.Schema.Save(made);
            return JsonNode.Parse(File.ReadAllBytes(made));
        }
        finally
        {
            File.Delete(made);
        }
    }

    // IntelMQ answers 200 and the text of an error where it does not write.
    private async Task<JsonNode?> WriteRuntimeAsync(V1Request request)
    {
        if (await ReadAsync(request).ConfigureAwait(false) is not { } body)
            return null;
        string answer = "success";
        // Nothing is no configuration: IntelMQ leaves the file as it is, too.
        if (body is JsonObject { Count: > 0 })
        {
            DocumentNode wanted = DocumentNode.FromJson(Encoding.UTF8.GetBytes(body.ToJsonString()), "runtime.yaml", out _)!;
            ConfigurationPlan plan = await workings.Configurator.WriteAsync(request.Caller, wanted, null, "by /v1", request.Aborted).ConfigureAwait(false);
            if (!plan.IsAllowed)
                answer = string.Join('\n', plan.Errors);
        }
        else if (body is not (JsonObject or JsonArray { Count: 0 }))
        {
            request.Complain("body", null, "value is not a valid dict", "type_error.dict");
            return null;
        }

        await Replies.TextAsync(request.Context, StatusCodes.Status200OK, answer).ConfigureAwait(false);
        return null;
    }

    private async Task<JsonNode?> WritePositionsAsync(V1Request request)
    {
        JsonNode? body = await ReadAsync(request).ConfigureAwait(false);
        if (request.Wrong is not null)
            return null;
        if (body is not JsonObject positions)
        {
            request.Complain("body", null, "value is not a valid dict", "type_error.dict");
            return null;
        }

        await workings.Trail.AddAsync(request.Caller, "positions.write", "graph", cancellationToken: request.Aborted).ConfigureAwait(false);
        _positions.Write(positions);
        await Replies.TextAsync(request.Context, StatusCodes.Status200OK, "success").ConfigureAwait(false);
        return null;
    }

    private static async Task<JsonNode?> ReadAsync(V1Request request)
    {
        byte[] body = await BoundedBody.ReadAsync(request.Context.Request, LongestBody, request.Aborted).ConfigureAwait(false);
        if (request.Context.Request.ContentType is not { } type || !type.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return JsonValue.Create(Encoding.UTF8.GetString(body));
        try
        {
            return JsonNode.Parse(body, null, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException exception)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"line {exception.LineNumber + 1} byte {exception.BytePositionInLine + 1}");
            request.Complain("body", null, $"The body is no JSON: {place}", "value_error.jsondecode");
            return null;
        }
    }
}
