using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Inspection;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V1;

/// <summary>How bots and queues stand; start, stop, restart, reload.</summary>
internal sealed class V1Bots(Workings workings)
{
    private const string Status = "status";

    private static readonly string[] Actions = ["start", "stop", "restart", "reload", Status];

    private static readonly string[] Groups = ["collectors", "parsers", "experts", "outputs", "botnet"];

    public IEnumerable<(string Path, V1Command Command)> Commands()
    {
        yield return ("botnet", Changing(request =>
        {
            string action = request.OneOf("action", null, Actions);
            string group = request.OneOf("group", "botnet", Groups);
            return () => RunAsync(request, action, group == "botnet" ? BotScope.All : BotScope.Of(Enum.Parse<BotKind>(group.TrimEnd('s'), ignoreCase: true)));
        }));
        yield return ("bot", Changing(request =>
        {
            string action = request.OneOf("action", null, Actions);
            string id = request.Required("id");
            return () => RunAsync(request, action, BotScope.Of(id));
        }));
        yield return ("queues", new V1Command(HttpMethods.Get, DashboardRole.Viewer, request => async () => (await QueuesAsync(request).ConfigureAwait(false)).Queues));
        yield return ("queues-and-status", new V1Command(HttpMethods.Get, DashboardRole.Viewer, request => async () =>
        {
            (JsonObject queues, HostStatus status) = await QueuesAsync(request).ConfigureAwait(false);
            return new JsonArray(queues, BotOutcome.Of(BotAction.Status, BotScope.All, status, status).ToJson());
        }));
    }

    private static V1Command Changing(Func<V1Request, Func<Task<JsonNode?>>> read)
        => new(HttpMethods.Get, DashboardRole.Viewer, read) { Changes = static request => request.Query["action"] != Status, ChangingRole = DashboardRole.Operator };

    private async Task<JsonNode?> RunAsync(V1Request request, string action, BotScope scope)
    {
        BotAction done = Enum.Parse<BotAction>(action, ignoreCase: true);
        if (done != BotAction.Status)
            await workings.Trail.AddAsync(request.Caller, $"bot.{action}", scope.ToString(), cancellationToken: request.Aborted).ConfigureAwait(false);
        return (await BotOutcome.RunAsync(workings.Control, done, scope, request.Aborted).ConfigureAwait(false)).ToJson();
    }

    private async Task<(JsonObject Queues, HostStatus Status)> QueuesAsync(V1Request request)
    {
        HostStatus status = await workings.Control.GetStatusAsync(request.Aborted).ConfigureAwait(false);
        return (Listing.Queues(workings.Host.Configuration, QueueLengths.Of(status)), status);
    }
}
