using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Failures;
using IntelMQ.Dashboard.Jobs;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Failures;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Jobs;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V2;

/// <summary>The failures that are kept: looked at, changed, sent again, thrown away.</summary>
internal sealed class V2Failures(Workings workings, Repeats repeats)
{
    private const int MostEntries = 500;
    private const int LongestBody = 16 * 1024 * 1024;
    private const string ChoiceExample = """{"bot": "csv-parser", "reason": "source.ip: 'nowhere' is no IP address."}""";

    public IEnumerable<DashboardOperation> Operations() =>
    [
        new(HttpMethods.Get, "failures", DashboardRole.Viewer, "How many failures are kept, by bot and reason.", GroupsAsync)
        {
            AnswerExample = """{"groups": [{"bot": "csv-parser", "reason": "source.ip: 'nowhere' is no IP address.", "count": 3, "last": "2026-01-31T12:00:00Z"}], "counted": 3, "isComplete": true}""",
        },
        new(HttpMethods.Get, "failures/entries", DashboardRole.Viewer, "The failures, oldest first, each with its original line or message.", ListAsync)
        {
            Query = [("after", "Only those with higher numbers: the next of the page before."), ("count", "How many at most, up to 500."), ("bot", "Only those of a bot."), ("reason", "Only those for a reason, to the letter.")],
            AnswerExample = """{"items": [{"number": 7, "time": "2026-01-31T12:00:00Z", "bot": "csv-parser", "reason": "source.ip: 'nowhere' is no IP address.", "field": "source.ip", "value": "nowhere", "line": 2, "original": "nowhere,80"}], "next": null}""",
        },
        new(HttpMethods.Post, "failures/replay", DashboardRole.Operator, "Sends failures to the bots that they came from again, as a job: those of numbers, or those of a bot for a reason.", ReplayAsync)
        {
            Status = StatusCodes.Status202Accepted,
            Headers = [(Repeats.Header, "Text of your own: sent twice, it is done once.")],
            BodyExample = ChoiceExample,
            AnswerExample = """{"id": "0199", "kind": "failures.replay", "state": "Waiting"}""",
        },
        new(HttpMethods.Post, "failures/discard", DashboardRole.Operator, "Throws failures of numbers away.", DiscardAsync)
        {
            BodyExample = """{"numbers": [7]}""",
            AnswerExample = """{"count": 1}""",
        },
        new(HttpMethods.Post, "failures/{number}/replay", DashboardRole.Operator, "Sends one failure again, its line or message changed.", EditAsync)
        {
            BodyExample = """{"original": "192.0.2.1,80"}""",
            AnswerExample = """{"queues": ["csv-parser-queue"]}""",
        },
    ];

    private FailureList Failures => new(workings.Control, workings.Host.Configuration.Schema);

    private async Task GroupsAsync(DashboardRequest request)
        => await request.JsonAsync(JsonSerializer.SerializeToNode(await workings.Control.GetFailuresAsync(request.Aborted).ConfigureAwait(false), ControlJson.Default.HostFailures)).ConfigureAwait(false);

    private async Task ListAsync(DashboardRequest request)
    {
        long after = long.TryParse(request.Query("after"), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
        var choice = new FailureChoice(request.Query("bot"), request.Query("reason"), null, long.MaxValue);
        (IReadOnlyList<StoredFailure> found, long? next) = await Failures.ReadAsync(after, request.Count(50, MostEntries), choice.Holds, request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(new JsonObject { ["items"] = new JsonArray([.. found.Select(static one => (JsonNode)Json(one))]), ["next"] = next }).ConfigureAwait(false);
    }

    private async Task ReplayAsync(DashboardRequest request)
    {
        byte[] body = await request.ReadBodyAsync(LongestBody).ConfigureAwait(false);
        if (await ChoiceOfAsync(request, body).ConfigureAwait(false) is not { } choice)
            return;
        await repeats.AnswerAsync(request, body, async () =>
        {
            await request.NoteAsync("failures.replay", choice.Bot ?? "", after: choice.ToJson()).ConfigureAwait(false);
            Job job = await workings.Jobs.AddAsync(request.Caller, ReplayJob.Name, choice.ToJson(), CancellationToken.None).ConfigureAwait(false);
            return new V2Answer(StatusCodes.Status202Accepted, V2Jobs.Json(job)) { Location = $"v2/jobs/{job.Id}" };
        }).ConfigureAwait(false);
    }

    private async Task DiscardAsync(DashboardRequest request)
    {
        if (V2Json.Numbers(await request.ReadJsonAsync().ConfigureAwait(false), "numbers") is not { Count: > 0 } numbers)
        {
            await request.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "'numbers' is a list of whole numbers.").ConfigureAwait(false);
            return;
        }

        await request.NoteAsync("failures.discard", string.Join(", ", numbers.Take(100))).ConfigureAwait(false);
        await workings.Control.RemoveFailuresAsync([.. numbers], request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(new JsonObject { ["count"] = numbers.Count }).ConfigureAwait(false);
    }

    private async Task EditAsync(DashboardRequest request)
    {
        string? original = V2Json.Text(await request.ReadJsonAsync(LongestBody).ConfigureAwait(false), "original");
        StoredFailure? found = long.TryParse(request.Route("number"), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? await Failures.FindAsync(number, request.Aborted).ConfigureAwait(false) : null;
        if (found is null)
        {
            await request.ProblemAsync(StatusCodes.Status404NotFound, "There is no such failure any more.").ConfigureAwait(false);
            return;
        }

        string queue = await FailureDesk.ReplayAsync(workings, request.Caller, found, original ?? FailureList.OriginalOf(found.Failure), request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(new JsonObject { ["queues"] = new JsonArray(queue) }).ConfigureAwait(false);
    }

    private async Task<FailureChoice?> ChoiceOfAsync(DashboardRequest request, byte[] body)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            json = null;
        }

        FailureChoice? choice = FailureChoice.Read(json, out string? complaint);
        if (choice is null)
        {
            await request.ProblemAsync(StatusCodes.Status422UnprocessableEntity, complaint!).ConfigureAwait(false);
            return null;
        }

        return choice with { UpTo = await FailureDesk.LastAsync(Failures, request.Aborted).ConfigureAwait(false) };
    }

    private static JsonObject Json(StoredFailure stored) => new()
    {
        ["number"] = stored.Id,
        ["time"] = stored.Time.UtcDateTime,
        ["bot"] = stored.Failure.BotId,
        ["reason"] = stored.Failure.Reason,
        ["field"] = stored.Failure.Field,
        ["value"] = stored.Failure.Value,
        ["line"] = stored.Failure.LineNumber,
        ["truncatedFrom"] = stored.Failure.TruncatedFrom,
        ["original"] = FailureList.OriginalOf(stored.Failure),
    };
}
