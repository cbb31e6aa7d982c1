using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Hosting.Inspection;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V2;

/// <summary>Queues and their messages; and messages that are tried.</summary>
internal sealed class V2Messages(Workings workings, Repeats repeats)
{
    private const int LongestMessage = 16 * 1024 * 1024;
    private const string EventExample = """{"message": {"__type": "Event", "source.ip": "192.0.2.1"}}""";

    public IEnumerable<DashboardOperation> Operations() =>
    [
        new(HttpMethods.Get, "queues", DashboardRole.Viewer, "The queues, and those that hold messages though no bot has them.", ListAsync)
        {
            AnswerExample = """{"items": [{"name": "csv-parser-queue", "bot": "csv-parser", "waiting": 3, "inWork": 0, "oldestSince": "2026-01-31T12:00:00Z"}], "orphans": []}""",
        },
        new(HttpMethods.Get, "queues/{queue}/messages", DashboardRole.Operator, "Looks at the oldest messages that wait.", PeekAsync)
        {
            Query = [("count", "How many at most, up to 1000.")],
            AnswerExample = """{"items": [{"json": "{\"source.ip\":\"192.0.2.1\"}"}]}""",
        },
        new(HttpMethods.Post, "queues/{queue}/messages", DashboardRole.Operator, "Puts a message into a queue.", PutAsync)
        {
            Status = StatusCodes.Status201Created,
            Headers = [(Repeats.Header, "Text of your own: sent twice, it is done once.")],
            BodyExample = EventExample,
            AnswerExample = """{"queues": ["csv-parser-queue"]}""",
        },
        new(HttpMethods.Post, "queues/{queue}/take", DashboardRole.Operator, "Takes the oldest message that waits out of a queue.", TakeAsync)
        {
            AnswerExample = """{"items": [{"json": "{\"source.ip\":\"192.0.2.1\"}"}]}""",
        },
        new(HttpMethods.Delete, "queues/{queue}/messages", DashboardRole.Operator, "Throws all messages that wait away, if as many wait as one says.", ClearAsync)
        {
            Query = [("waiting", "How many wait; with another number nothing is thrown away (409).")],
            AnswerExample = """{"count": 3}""",
        },
        new(HttpMethods.Post, "bots/{id}/send", DashboardRole.Operator, "Sends a message to whom a bot sends along a path.", SendAsync)
        {
            BodyExample = """{"message": {"__type": "Event", "source.ip": "192.0.2.1"}, "path": "_default"}""",
            AnswerExample = """{"queues": ["file-output-queue"]}""",
        },
        new(HttpMethods.Post, "bots/{id}/try", DashboardRole.Operator, "Runs a message, or the oldest that waits, through a bot: nothing is sent, stored or taken.", request => TryAsync(request, isDry: true))
        {
            BodyExample = EventExample,
            AnswerExample = """{"sent": [{"path": "_default", "json": "{\"source.ip\":\"192.0.2.1\"}"}], "failures": [], "log": []}""",
        },
        new(HttpMethods.Post, "bots/{id}/process", DashboardRole.Operator, "Does one message as the bot would: what it makes is sent, what fails is kept.", request => TryAsync(request, isDry: false))
        {
            BodyExample = EventExample,
            AnswerExample = """{"sent": [{"path": "_default", "json": "{\"source.ip\":\"192.0.2.1\"}"}], "failures": [], "log": []}""",
        },
    ];

    private async Task ListAsync(DashboardRequest request)
    {
        HostStatus status = await workings.Control.GetStatusAsync(request.Aborted).ConfigureAwait(false);
        var items = new JsonArray();
        foreach (HostBot bot in status.Bots)
        {
            if (bot.Queue is { } queue)
                items.Add((JsonNode)new JsonObject { ["name"] = queue.Name, ["bot"] = bot.Id, ["waiting"] = queue.Waiting, ["inWork"] = queue.InWork, ["oldestSince"] = queue.OldestSince?.UtcDateTime });
        }

        await request.JsonAsync(new JsonObject { ["items"] = items, ["orphans"] = new JsonArray([.. status.Orphans.Select(static name => (JsonNode)name)]) }).ConfigureAwait(false);
    }

    private async Task PeekAsync(DashboardRequest request)
    {
        if (await QueueOfAsync(request).ConfigureAwait(false) is { } queue)
            await GiveAsync(request, await workings.Control.PeekAsync(queue, request.Count(20, IHostControl.MaxPeek), request.Aborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task PutAsync(DashboardRequest request)
    {
        JsonNode? body = await request.ReadJsonAsync(LongestMessage).ConfigureAwait(false);
        if (await QueueOfAsync(request).ConfigureAwait(false) is not { } queue || await MessageOfAsync(request, body).ConfigureAwait(false) is not { } message)
            return;
        await repeats.AnswerAsync(request, System.Text.Encoding.UTF8.GetBytes(message), async () =>
        {
            await request.NoteAsync("message.put", queue, after: message).ConfigureAwait(false);
            await workings.Control.PutAsync(queue, message, request.Aborted).ConfigureAwait(false);
            return new V2Answer(StatusCodes.Status201Created, new JsonObject { ["queues"] = new JsonArray(queue) });
        }).ConfigureAwait(false);
    }

    private async Task TakeAsync(DashboardRequest request)
    {
        if (await QueueOfAsync(request).ConfigureAwait(false) is not { } queue)
            return;
        await request.NoteAsync("message.take", queue).ConfigureAwait(false);
        HostMessage? taken = await workings.Control.TakeAsync(queue, request.Aborted).ConfigureAwait(false);
        await GiveAsync(request, taken is null ? [] : [taken]).ConfigureAwait(false);
    }

    private async Task ClearAsync(DashboardRequest request)
    {
        if (await QueueOfAsync(request).ConfigureAwait(false) is not { } queue)
            return;
        HostStatus status = await workings.Control.GetStatusAsync(request.Aborted).ConfigureAwait(false);
        long? waiting = status.Bots.FirstOrDefault(bot => bot.Queue?.Name == queue)?.Queue?.Waiting;
        if (!long.TryParse(request.Query("waiting"), NumberStyles.None, CultureInfo.InvariantCulture, out long said) || (waiting is not null && said != waiting))
        {
            await request.ProblemAsync(StatusCodes.Status409Conflict, $"Nothing was thrown away: say by 'waiting' how many wait, which is {waiting?.ToString(CultureInfo.InvariantCulture) ?? "not known"}.").ConfigureAwait(false);
            return;
        }

        await request.NoteAsync("queue.clear", queue, before: said.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        await request.JsonAsync(new JsonObject { ["count"] = await workings.Control.ClearAsync(queue, request.Aborted).ConfigureAwait(false) }).ConfigureAwait(false);
    }

    private async Task SendAsync(DashboardRequest request)
    {
        JsonNode? body = await request.ReadJsonAsync(LongestMessage).ConfigureAwait(false);
        if (await MessageOfAsync(request, body).ConfigureAwait(false) is not { } message)
            return;
        string id = request.Route("id");
        await request.NoteAsync("message.send", id, after: message).ConfigureAwait(false);
        IReadOnlyList<string> queues = await workings.Control.SendAsync(id, message, V2Json.Text(body, "path") ?? BotPath.Default, request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(new JsonObject { ["queues"] = new JsonArray([.. queues.Select(static queue => (JsonNode)queue)]) }).ConfigureAwait(false);
    }

    private async Task TryAsync(DashboardRequest request, bool isDry)
    {
        string? message = V2Json.Message(await request.ReadJsonAsync(LongestMessage).ConfigureAwait(false), "message");
        string id = request.Route("id");
        if (!isDry)
            await request.NoteAsync("message.process", id, after: message).ConfigureAwait(false);
        HostTrial trial = isDry
            ? await workings.Control.TryAsync(id, message, request.Aborted).ConfigureAwait(false)
            : await workings.Control.ProcessAsync(id, message, request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(JsonSerializer.SerializeToNode(trial, ControlJson.Default.HostTrial)).ConfigureAwait(false);
    }

    private async Task<string?> QueueOfAsync(DashboardRequest request)
    {
        string queue = request.Route("queue");
        if (QueueNames.All(workings.Host.Configuration).Contains(queue) || (await workings.Control.GetStatusAsync(request.Aborted).ConfigureAwait(false)).Orphans.Contains(queue))
            return queue;
        await request.ProblemAsync(StatusCodes.Status404NotFound, "There is no such queue.").ConfigureAwait(false);
        return null;
    }

    private static async Task<string?> MessageOfAsync(DashboardRequest request, JsonNode? body)
    {
        if (V2Json.Message(body, "message") is { } message)
            return message;
        await request.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "'message' is missing: an object, or JSON as text.").ConfigureAwait(false);
        return null;
    }

    private static Task GiveAsync(DashboardRequest request, IReadOnlyList<HostMessage> messages)
    {
        var items = new JsonArray();
        foreach (HostMessage message in messages)
        {
            var item = new JsonObject { ["json"] = message.Json };
            if (message.Unreadable is { } reason)
                item["unreadable"] = reason;
            items.Add((JsonNode)item);
        }

        return request.JsonAsync(new JsonObject { ["items"] = items });
    }
}
