using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Dashboard.Http;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Inspection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IntelMQ.Dashboard.V1;

/// <summary>Single messages by hand, and the clearing of queues.</summary>
internal sealed class V1Messages(Workings workings)
{
    private const int LongestForm = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.Default };

    public IEnumerable<(string Path, V1Command Command)> Commands()
    {
        yield return ("run", new V1Command(HttpMethods.Post, DashboardRole.Operator, request =>
        {
            string bot = request.Required("bot");
            string what = request.OneOf("cmd", null, "get", "pop", "send", "process");
            bool isShown = request.Flag("show");
            bool isDry = request.Flag("dry");
            return async () => JsonValue.Create(await RunAsync(request, bot, what, isShown, isDry).ConfigureAwait(false));
        }));
        yield return ("clear", new V1Command(HttpMethods.Get, DashboardRole.Operator, request =>
        {
            string queue = request.Required("id");
            return () => ClearAsync(request, queue);
        })
        {
            Changes = static _ => true,
        });
    }

    private async Task<JsonNode?> ClearAsync(V1Request request, string queue)
    {
        if (!QueueNames.All(workings.Host.Configuration).Contains(queue))
            return "not-found";
        await workings.Trail.AddAsync(request.Caller, "queue.clear", queue, cancellationToken: request.Aborted).ConfigureAwait(false);
        await workings.Control.ClearAsync(queue, request.Aborted).ConfigureAwait(false);
        return "success";
    }

    private async Task<string> RunAsync(V1Request request, string id, string what, bool isShown, bool isDry)
    {
        IReadOnlyDictionary<string, StringValues> form = await FormText.ReadAsync(request.Context.Request, LongestForm, request.Aborted).ConfigureAwait(false);
        string? message = form.TryGetValue("msg", out StringValues given) && given.ToString() is { Length: > 0 } text ? text : null;
        HostBot bot = (await workings.Control.GetStatusAsync(request.Aborted).ConfigureAwait(false)).Find(id) ?? throw new ControlException(ControlFault.NotFound, $"There is no bot '{id}'.");
        if (what is not "get" && !(what is "process" && isDry))
            await workings.Trail.AddAsync(request.Caller, $"message.{what}", id, after: message, cancellationToken: request.Aborted).ConfigureAwait(false);
        return what switch
        {
            "send" => await SendAsync(id, message, request.Aborted).ConfigureAwait(false),
            "process" => await ProcessAsync(id, message, isShown, isDry, request.Aborted).ConfigureAwait(false),
            _ => await LookAsync(bot, what == "pop", request.Aborted).ConfigureAwait(false),
        };
    }

    private async Task<string> LookAsync(HostBot bot, bool isTaken, CancellationToken cancellationToken)
    {
        string queue = bot.Queue?.Name ?? throw new ControlException(ControlFault.Invalid, $"{bot.Id} is a collector, which has no queue.");
        HostMessage? found = isTaken
            ? await workings.Control.TakeAsync(queue, cancellationToken).ConfigureAwait(false)
            : await workings.Control.PeekAsync(queue, 1, cancellationToken).ConfigureAwait(false) is [var first, ..] ? first : null;
        if (found is null)
            return $"No message waits in '{queue}'.\n";
        string reason = found.Unreadable is { } why ? $"It is no message: {why}\n" : "";
        return $"{reason}{Listing.Message(found.Json).ToJsonString(Form)}\n";
    }

    private async Task<string> SendAsync(string id, string? message, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> queues = await workings.Control.SendAsync(id, message ?? throw new ControlException(ControlFault.Invalid, "There is no message to send."), BotPath.Default, cancellationToken).ConfigureAwait(false);
        return $"Sent to {string.Join(", ", queues)}.\n";
    }

    private async Task<string> ProcessAsync(string id, string? message, bool isShown, bool isDry, CancellationToken cancellationToken)
    {
        HostTrial trial = isDry
            ? await workings.Control.TryAsync(id, message, cancellationToken).ConfigureAwait(false)
            : await workings.Control.ProcessAsync(id, message, cancellationToken).ConfigureAwait(false);
        var answer = new StringBuilder();
        if (isShown)
            answer.Append(new JsonArray([.. trial.Sent.Select(static sent => (JsonNode)Listing.Message(sent.Json))]).ToJsonString(Form)).Append('\n');
        foreach (string line in trial.Log.Concat(trial.Failures))
            answer.Append(line).Append('\n');
        answer.Append(trial.IsDropped
            ? "The bot ended the message.\n"
            : isDry ? $"{trial.Sent.Count} messages would be sent, {trial.Failures.Count} failures kept.\n" : $"{trial.Sent.Count} messages sent, {trial.Failures.Count} failures kept.\n");
        return answer.ToString();
    }
}
