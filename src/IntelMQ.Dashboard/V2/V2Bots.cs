using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Live;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Pipelines;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V2;

/// <summary>How the host stands, and what is done with its bots.</summary>
internal sealed class V2Bots(Workings workings, LiveFeed live)
{
    private const int MostEntries = 1000;

    public IEnumerable<DashboardOperation> Operations() =>
    [
        new(HttpMethods.Get, "session", DashboardRole.Viewer, "Who asks, and with which role.", static request => request.JsonAsync(new JsonObject { ["name"] = request.Who, ["role"] = Roles.NameOf(request.Role) }))
        {
            AnswerExample = """{"name": "anna", "role": "operator"}""",
        },
        new(HttpMethods.Get, "status", DashboardRole.Viewer, "How the host and its bots stand.", StatusAsync)
        {
            AnswerExample = """{"version": "1.0.0", "isRunning": true, "bots": [{"id": "csv-parser", "kind": "Parser", "state": "Running", "received": 12}], "orphans": []}""",
        },
        new(HttpMethods.Get, "metrics", DashboardRole.Viewer, "What goes through each bot: counted since the start, and a second over the last minute at most.", async request => await request.JsonAsync(await live.MetricsAsync(request.Aborted).ConfigureAwait(false)).ConfigureAwait(false))
        {
            AnswerExample = """{"time": "2026-01-31T12:00:00Z", "seconds": 60, "bots": [{"id": "csv-parser", "received": 1200, "sent": 1199, "failed": 1, "receivedPerSecond": 20, "sentPerSecond": 20, "failedPerSecond": 0}]}""",
        },
        new(HttpMethods.Get, "live", DashboardRole.Viewer, "Server-sent events: how the bots stand, once a second where something changed. It ends when the rights of who listens change, and at shutdown.", live.HandleAsync)
        {
            AnswerExample = """{"time": "2026-01-31T12:00:00Z", "isRunning": true, "bots": [{"id": "csv-parser", "state": "Running", "waiting": 0, "inWork": 0, "received": 12, "sent": 12, "failed": 0}]}""",
        },
        new(HttpMethods.Post, "bots/{action}", DashboardRole.Operator, "Starts, stops, restarts or reloads a bot, those of a group, or all.", ActAsync)
        {
            BodyExample = """{"bot": "csv-parser"}""",
            AnswerExample = """{"states": {"csv-parser": "running"}, "isDone": true}""",
        },
        new(HttpMethods.Put, "bots/{id}/enabled", DashboardRole.Configurator, "Writes into the file whether a bot is started with the others.", EnableAsync)
        {
            BodyExample = """{"enabled": false}""",
        },
        new(HttpMethods.Get, "bots/{id}/log", DashboardRole.Viewer, "The last lines of a bot's log.", LogAsync)
        {
            Query = [("level", "The least level: DEBUG, INFO, WARNING, ERROR or CRITICAL."), ("count", "How many at most.")],
            AnswerExample = """{"items": [{"date": "2026-01-31T12:00:00.000000", "bot_id": "csv-parser", "log_level": "INFO", "message": "Started."}]}""",
        },
        new(HttpMethods.Get, "check", DashboardRole.Viewer, "Everything that is wrong with the files, and what looks wrong.", CheckAsync)
        {
            AnswerExample = """{"errors": [], "warnings": ["csv-parser: it sends to nobody."]}""",
        },
    ];

    private async Task StatusAsync(DashboardRequest request)
        => await request.JsonAsync(JsonSerializer.SerializeToNode(await workings.Control.GetStatusAsync(request.Aborted).ConfigureAwait(false), ControlJson.Default.HostStatus)).ConfigureAwait(false);

    private async Task ActAsync(DashboardRequest request)
    {
        string name = request.Route("action");
        if (name is not ("start" or "stop" or "restart" or "reload"))
        {
            await request.ProblemAsync(StatusCodes.Status404NotFound, "Bots are started, stopped, restarted and reloaded.").ConfigureAwait(false);
            return;
        }

        JsonNode? body = await request.ReadJsonAsync().ConfigureAwait(false);
        string? bot = V2Json.Text(body, "bot");
        string? group = V2Json.Text(body, "group");
        BotKind kind = default;
        if (group is not null && (!Enum.TryParse(group, ignoreCase: true, out kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(group[0])))
        {
            await request.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "A group is Collector, Parser, Expert or Output.").ConfigureAwait(false);
            return;
        }

        BotScope scope = bot is not null ? BotScope.Of(bot) : group is not null ? BotScope.Of(kind) : BotScope.All;
        await request.NoteAsync($"bot.{name}", scope.ToString()).ConfigureAwait(false);
        BotOutcome outcome = await BotOutcome.RunAsync(workings.Control, Enum.Parse<BotAction>(name, ignoreCase: true), scope, request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(new JsonObject
        {
            ["states"] = new JsonObject(outcome.States.Select(static one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
            ["isDone"] = outcome.IsDone,
        }).ConfigureAwait(false);
    }

    private async Task EnableAsync(DashboardRequest request)
    {
        string id = request.Route("id");
        if (await request.ReadJsonAsync().ConfigureAwait(false) is not JsonObject body || body["enabled"]?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
        {
            await request.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "'enabled' is true or false.").ConfigureAwait(false);
            return;
        }

        bool isEnabled = body["enabled"]!.GetValue<bool>();
        await request.NoteAsync(isEnabled ? "bot.enable" : "bot.disable", id).ConfigureAwait(false);
        HostStatus status = await workings.Control.SetEnabledAsync(id, isEnabled, request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(JsonSerializer.SerializeToNode(status, ControlJson.Default.HostStatus)).ConfigureAwait(false);
    }

    private async Task LogAsync(DashboardRequest request)
    {
        string level = request.Query("level") ?? "INFO";
        if (!LogFile.Levels.Contains(level))
        {
            await request.ProblemAsync(StatusCodes.Status422UnprocessableEntity, $"A level is one of {string.Join(", ", LogFile.Levels)}.").ConfigureAwait(false);
            return;
        }

        try
        {
            IReadOnlyList<LogEntry> found = await BotLog.ReadAsync(workings.Host.Configuration, request.Route("id"), request.Count(100, MostEntries), level, request.Aborted).ConfigureAwait(false);
            await request.JsonAsync(new JsonObject { ["items"] = BotLog.ToJson(found) }).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is (IOException and not BadHttpRequestException) or UnauthorizedAccessException or ArgumentException)
        {
            await request.ProblemAsync(StatusCodes.Status404NotFound, "There is no such bot, or no log of it.").ConfigureAwait(false);
        }
    }

    private async Task CheckAsync(DashboardRequest request)
    {
        IReadOnlyList<PipelineComplaint> found;
        try
        {
            found = (await workings.Host.CheckAsync(workings.Host.LoadConfiguration(), null, request.Aborted).ConfigureAwait(false)).Complaints;
        }
        catch (PipelineConfigurationException exception)
        {
            found = exception.Details;
        }

        await request.JsonAsync(new JsonObject
        {
            ["errors"] = new JsonArray([.. found.Where(static one => !one.IsWarning).Select(static one => (JsonNode)one.ToString())]),
            ["warnings"] = new JsonArray([.. found.Where(static one => one.IsWarning).Select(static one => (JsonNode)one.ToString())]),
        }).ConfigureAwait(false);
    }
}
