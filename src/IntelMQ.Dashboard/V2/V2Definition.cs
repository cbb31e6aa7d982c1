using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Definition;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Pipelines;
using IntelMQ.Records;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V2;

/// <summary>The definition, held by its tag; and those that were before.</summary>
internal sealed class V2Definition(Workings workings, Repeats repeats)
{
    private const int LongestDocument = 16 * 1024 * 1024;
    private const int MostVersions = 200;

    private static readonly (string, string) IfMatch = ("If-Match", "The tag that the definition had when it was read; * for whatever it is now.");
    private static readonly (string, string) Once = (Repeats.Header, "Text of your own: sent twice, it is done once.");

    private Configurator Configurator => workings.Configurator;

    public IEnumerable<DashboardOperation> Operations() =>
    [
        new(HttpMethods.Get, "definition", DashboardRole.Viewer, "The definition, its secrets masked; its tag is in the ETag header.", ReadAsync)
        {
            AnswerExample = """{"csv-parser": {"module": "intelmq.bots.parsers.generic.parser_csv", "group": "Parser", "parameters": {"columns": ["source.ip"], "destination_queues": {"_default": ["file-output-queue"]}}}}""",
        },
        new(HttpMethods.Put, "definition", DashboardRole.Configurator, "Puts a definition in place of the present one: checked first, kept in the history, taken over by what runs. A mask stands for the secret that is there.", request => ApplyAsync(request, null))
        {
            Headers = [IfMatch, Once],
            Query = [("note", "Why.")],
            BodyExample = """{"csv-parser": {"module": "intelmq.bots.parsers.generic.parser_csv", "group": "Parser", "parameters": {"columns": ["source.ip", "source.port"]}}}""",
            AnswerExample = """{"changes": ["csv-parser: columns"], "errors": [], "warnings": [], "notTakenOver": []}""",
        },
        new(HttpMethods.Post, "definition/validate", DashboardRole.Configurator, "Says what is wrong with a definition; nothing is changed.", request => PlanAsync(request))
        {
            BodyExample = """{"csv-parser": {"module": "intelmq.bots.parsers.generic.parser_csv"}}""",
            AnswerExample = """{"isValid": false, "changes": [], "errors": ["csv-parser: columns: it is missing."], "warnings": []}""",
        },
        new(HttpMethods.Post, "definition/diff", DashboardRole.Configurator, "Says what a definition would change, without values; nothing is changed.", request => PlanAsync(request))
        {
            BodyExample = """{"csv-parser": {"module": "intelmq.bots.parsers.generic.parser_csv"}}""",
            AnswerExample = """{"isValid": true, "changes": ["csv-parser: columns"], "errors": [], "warnings": []}""",
        },
        new(HttpMethods.Get, "history", DashboardRole.Viewer, "The definitions that were in force, the newest first.", ListAsync)
        {
            Query = [("below", "Only those with lower numbers: the next of the page before."), ("count", "How many at most.")],
            AnswerExample = """{"items": [{"number": 2, "time": "2026-01-31T12:00:00Z", "who": "anna", "note": "Another column"}], "next": null}""",
        },
        new(HttpMethods.Get, "history/{number}", DashboardRole.Viewer, "A definition that was in force, its secrets masked.", ShowAsync),
        new(HttpMethods.Post, "history/{number}/restore", DashboardRole.Configurator, "Puts a definition of the history in force again; secrets are those of today.", RestoreAsync)
        {
            Headers = [IfMatch, Once],
            AnswerExample = """{"changes": ["csv-parser: columns"], "errors": [], "warnings": [], "notTakenOver": []}""",
        },
    ];

    private Task ReadAsync(DashboardRequest request)
    {
        (DocumentNode root, string tag) = Configurator.Read();
        request.Http.Response.Headers.ETag = $"\"{tag}\"";
        if (request.Http.Request.Headers.IfNoneMatch.ToString().Contains($"\"{tag}\"", StringComparison.Ordinal))
        {
            request.Http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return request.JsonAsync(JsonNode.Parse(Configurator.Mask.Hide(root).ToJson().GetRawText()));
    }

    private async Task PlanAsync(DashboardRequest request)
    {
        if (await DocumentOfAsync(request).ConfigureAwait(false) is not ({ } wanted, _))
            return;
        ConfigurationPlan plan = await Configurator.PlanAsync(wanted, request.Aborted).ConfigureAwait(false);
        request.Http.Response.Headers.ETag = $"\"{plan.Tag}\"";
        await request.JsonAsync(new JsonObject { ["isValid"] = plan.IsAllowed, ["changes"] = List(plan.Changes), ["errors"] = List(plan.Errors), ["warnings"] = List(plan.Warnings) }).ConfigureAwait(false);
    }

    private async Task ApplyAsync(DashboardRequest request, DefinitionVersion? version)
    {
        string match = request.Http.Request.Headers.IfMatch.ToString().Trim();
        if (match.Length == 0)
        {
            await request.ProblemAsync(StatusCodes.Status428PreconditionRequired, "Send the tag that the definition had when you read it, in If-Match.").ConfigureAwait(false);
            return;
        }

        DocumentNode wanted;
        ReadOnlyMemory<byte> body;
        if (version is not null)
        {
            (wanted, body) = (DocumentNode.FromJson(version.Json.Span, null, out _)!, default);
        }
        else if (await DocumentOfAsync(request).ConfigureAwait(false) is ({ } sent, var bytes))
        {
            (wanted, body) = (sent, bytes);
        }
        else
        {
            return;
        }

        string? tag = match == "*" ? null : match.Replace("W/", "", StringComparison.Ordinal).Trim('"');
        string note = version is null ? request.Query("note") ?? "" : string.Create(CultureInfo.InvariantCulture, $"Back to version {version.Number}");
        await repeats.AnswerAsync(request, body, () => WriteAsync(request, wanted, tag, note.Length > 500 ? note[..500] : note)).ConfigureAwait(false);
    }

    private async Task<V2Answer> WriteAsync(DashboardRequest request, DocumentNode wanted, string? tag, string note)
    {
        try
        {
            ConfigurationPlan plan = await Configurator.WriteAsync(request.Caller, wanted, tag, note, request.Aborted).ConfigureAwait(false);
            if (!plan.IsAllowed)
                return new V2Answer(StatusCodes.Status422UnprocessableEntity, null, null, "The definition cannot be taken; nothing was changed.", plan.Errors);
            return new V2Answer(
                StatusCodes.Status200OK,
                new JsonObject { ["changes"] = List(plan.Changes), ["errors"] = new JsonArray(), ["warnings"] = List(plan.Warnings), ["notTakenOver"] = List(plan.NotTakenOver) },
                plan.Tag);
        }
        catch (ConfigurationChangedException)
        {
            return new V2Answer(StatusCodes.Status412PreconditionFailed, null, null, "Somebody has changed the definition meanwhile: read it again.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new V2Answer(StatusCodes.Status503ServiceUnavailable, null, null, exception.Message);
        }
    }

    private async Task ListAsync(DashboardRequest request)
    {
        long? below = long.TryParse(request.Query("below"), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        int count = request.Count(50, MostVersions);
        IReadOnlyList<DefinitionVersion> found = await workings.Records.Definitions.ListAsync(Configurator.Pipeline, below, count, request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(new JsonObject
        {
            ["items"] = new JsonArray([.. found.Select(static one => (JsonNode)new JsonObject { ["number"] = one.Number, ["time"] = one.Time.UtcDateTime, ["who"] = one.Who, ["note"] = one.Note })]),
            ["next"] = found.Count == count && found[^1].Number > 1 ? found[^1].Number : null,
        }).ConfigureAwait(false);
    }

    private async Task ShowAsync(DashboardRequest request)
    {
        if (await VersionOfAsync(request).ConfigureAwait(false) is { } version)
            await request.JsonAsync(JsonNode.Parse(version.Json.Span)).ConfigureAwait(false);
    }

    private async Task RestoreAsync(DashboardRequest request)
    {
        if (await VersionOfAsync(request).ConfigureAwait(false) is { } version)
            await ApplyAsync(request, version).ConfigureAwait(false);
    }

    private async Task<DefinitionVersion?> VersionOfAsync(DashboardRequest request)
    {
        DefinitionVersion? found = long.TryParse(request.Route("number"), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? await workings.Records.Definitions.FindAsync(Configurator.Pipeline, number, request.Aborted).ConfigureAwait(false)
            : null;
        if (found is null)
            await request.ProblemAsync(StatusCodes.Status404NotFound, "There is no version of that number.").ConfigureAwait(false);
        return found;
    }

    private static async Task<(DocumentNode? Document, ReadOnlyMemory<byte> Body)> DocumentOfAsync(DashboardRequest request)
    {
        byte[] body = await request.ReadBodyAsync(LongestDocument).ConfigureAwait(false);
        DocumentNode? document = DocumentNode.FromJson(body, "definition", out PipelineComplaint? complaint);
        if (document is null)
            await request.ProblemAsync(StatusCodes.Status400BadRequest, complaint?.ToString() ?? "The body is no JSON.").ConfigureAwait(false);
        return (document, body);
    }

    private static JsonArray List(IReadOnlyList<string> lines) => new([.. lines.Select(static line => (JsonNode)JsonValue.Create(line))]);
}
