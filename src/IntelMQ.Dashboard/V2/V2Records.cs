using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Records;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V2;

/// <summary>The catalogue of bots, personal tokens, and the audit log.</summary>
internal sealed class V2Records(Workings workings)
{
    private const int MostTokens = 50;
    private const int MostDays = 366;
    private const int LongestLabel = 100;

    public IEnumerable<DashboardOperation> Operations() =>
    [
        new(HttpMethods.Get, "catalog", DashboardRole.Viewer, "The bots that a definition may name.", CatalogAsync)
        {
            AnswerExample = """{"items": [{"module": "intelmq.bots.parsers.generic.parser_csv", "kind": "Parser", "summary": "Reads tables.", "isRetired": false}]}""",
        },
        new(HttpMethods.Get, "catalog/{module}", DashboardRole.Viewer, "The JSON schema of a bot's parameters.", SchemaAsync)
        {
            AnswerExample = """{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "intelmq.bots.parsers.generic.parser_csv", "type": "object", "properties": {}}""",
        },
        new(HttpMethods.Get, "audit", DashboardRole.Admin, "Who changed what, the newest first.", AuditAsync)
        {
            Query = [("below", "Only those with lower numbers: the next of the page before."), ("count", "How many at most."), ("who", "Only what somebody did."), ("action", "Only one action."), ("target", "Only what was done to something.")],
            AnswerExample = """{"items": [{"number": 1, "time": "2026-01-31T12:00:00Z", "who": "anna", "action": "bot.stop", "target": "csv-parser", "before": null, "after": null, "note": null}], "next": null}""",
        },
        new(HttpMethods.Get, "tokens", DashboardRole.Viewer, "One's own tokens, without their texts.", TokensAsync)
        {
            AnswerExample = """{"items": [{"id": "5f0c", "label": "reports", "role": "viewer", "created": "2026-01-31T12:00:00Z", "expires": "2026-03-02T12:00:00Z"}]}""",
        },
        new(HttpMethods.Post, "tokens", DashboardRole.Viewer, "Makes a token for a program: with a role up to one's own, and an end. Its text is told this once.", AddTokenAsync)
        {
            Status = StatusCodes.Status201Created,
            BodyExample = """{"label": "reports", "role": "viewer", "days": 30}""",
            AnswerExample = """{"id": "5f0c", "label": "reports", "role": "viewer", "expires": "2026-03-02T12:00:00Z", "token": "00000000000000000000000000000000"}""",
        },
        new(HttpMethods.Delete, "tokens/{id}", DashboardRole.Viewer, "Ends a token of one's own.", RemoveTokenAsync) { Status = StatusCodes.Status204NoContent },
    ];

    private Task CatalogAsync(DashboardRequest request) => request.JsonAsync(new JsonObject
    {
        ["items"] = new JsonArray([.. workings.Host.Bots.Select(static bot => (JsonNode)new JsonObject { ["module"] = bot.Module, ["kind"] = bot.Kind.ToString(), ["summary"] = bot.Summary, ["isRetired"] = bot.IsRetired })]),
    });

    private Task SchemaAsync(DashboardRequest request) => workings.Host.Bots.TryGet(request.Route("module"), out BotDescriptor? bot)
        ? request.JsonAsync(JsonNode.Parse(bot.ToJsonSchema()))
        : request.ProblemAsync(StatusCodes.Status404NotFound, "There is no such bot in the catalogue.");

    private async Task AuditAsync(DashboardRequest request)
    {
        int count = request.Count(100, 1000);
        IReadOnlyList<AuditEntry> found = await workings.Records.Audit.ReadAsync(
            new AuditFilter
            {
                Below = long.TryParse(request.Query("below"), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null,
                Count = count,
                Who = request.Query("who"),
                Action = request.Query("action"),
                Target = request.Query("target"),
            },
            request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(new JsonObject
        {
            ["items"] = new JsonArray([.. found.Select(static one => (JsonNode)new JsonObject
            {
                ["number"] = one.Number,
                ["time"] = one.Time.UtcDateTime,
                ["who"] = one.Who,
                ["action"] = one.Action,
                ["target"] = one.Target,
                ["before"] = one.Before,
                ["after"] = one.After,
                ["note"] = one.Note,
            })]),
            ["next"] = found.Count == count ? found[^1].Number : null,
        }).ConfigureAwait(false);
    }

    private async Task TokensAsync(DashboardRequest request)
        => await request.JsonAsync(new JsonObject { ["items"] = new JsonArray([.. (await OwnAsync(request).ConfigureAwait(false)).Select(static token => (JsonNode)Json(token))]) }).ConfigureAwait(false);

    private async Task AddTokenAsync(DashboardRequest request)
    {
        JsonNode? body = await request.ReadJsonAsync().ConfigureAwait(false);
        string label = V2Json.Text(body, "label") ?? "";
        int days = (body as JsonObject)?["days"] is JsonValue value && value.TryGetValue(out int given) ? given : 0;
        DashboardRole? role = V2Json.Text(body, "role") is { } name ? Roles.Of(name) : null;
        if (label.Length is 0 or > LongestLabel || label == Sessions.Label || label.Any(char.IsControl) || days is < 1 or > MostDays || role is not { } wanted || wanted > request.Role)
        {
            await request.ProblemAsync(StatusCodes.Status422UnprocessableEntity, $"A token has a 'label', a 'role' up to yours ({Roles.NameOf(request.Role)}), and 'days' from 1 to {MostDays}.").ConfigureAwait(false);
            return;
        }

        if (!workings.Gate.HasUsers(request.Http) || await workings.Records.Users.FindAsync(request.Who, request.Aborted).ConfigureAwait(false) is not { } user)
        {
            await request.ProblemAsync(StatusCodes.Status409Conflict, "Tokens are for users of the dashboard's own.").ConfigureAwait(false);
            return;
        }

        if ((await OwnAsync(request).ConfigureAwait(false)).Count >= MostTokens)
        {
            await request.ProblemAsync(StatusCodes.Status409Conflict, $"You have {MostTokens} tokens already: end one.").ConfigureAwait(false);
            return;
        }

        await request.NoteAsync("token.add", label, after: Roles.NameOf(wanted)).ConfigureAwait(false);
        (string text, AccessToken token) = await workings.Sessions.CreateAsync(user, wanted, label, TimeSpan.FromDays(days), request.Aborted).ConfigureAwait(false);
        JsonObject answer = Json(token);
        answer["token"] = text;
        await request.JsonAsync(answer, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private async Task RemoveTokenAsync(DashboardRequest request)
    {
        string id = request.Route("id");
        if ((await OwnAsync(request).ConfigureAwait(false)).FirstOrDefault(token => token.Id == id) is not { } own)
        {
            await request.ProblemAsync(StatusCodes.Status404NotFound, "You have no such token.").ConfigureAwait(false);
            return;
        }

        await request.NoteAsync("token.remove", own.Label).ConfigureAwait(false);
        await workings.Records.Users.RemoveTokenAsync(own.Id, request.Aborted).ConfigureAwait(false);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<IReadOnlyList<AccessToken>> OwnAsync(DashboardRequest request)
        => workings.Gate.HasUsers(request.Http) ? [.. (await workings.Records.Users.ListTokensAsync(request.Who, request.Aborted).ConfigureAwait(false)).Where(static token => token.Label != Sessions.Label)] : [];

    private static JsonObject Json(AccessToken token) => new()
    {
        ["id"] = token.Id,
        ["label"] = token.Label,
        ["role"] = token.Role,
        ["created"] = token.Created.UtcDateTime,
        ["expires"] = token.Expires.UtcDateTime,
    };
}
