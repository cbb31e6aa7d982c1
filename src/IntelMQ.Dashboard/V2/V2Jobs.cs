using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Jobs;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V2;

/// <summary>Long work, and how far it is.</summary>
internal sealed class V2Jobs(Workings workings)
{
    private const string Example = """{"id": "0199", "kind": "failures.replay", "owner": "anna", "state": "Running", "created": "2026-01-31T12:00:00Z", "done": 500, "total": 1200, "note": "csv-parser", "result": null}""";

    public IEnumerable<DashboardOperation> Operations() =>
    [
        new(HttpMethods.Get, "jobs", DashboardRole.Viewer, "Jobs, the newest first.", ListAsync)
        {
            Query = [("state", "Waiting, Running, Paused, Done, Failed or Cancelled."), ("kind", "Only those of a kind."), ("after", "The id of the last job of the page before: its next."), ("count", "How many at most.")],
            AnswerExample = $$"""{"items": [{{Example}}], "next": null}""",
        },
        new(HttpMethods.Get, "jobs/{id}", DashboardRole.Viewer, "A job.", ShowAsync) { AnswerExample = Example },
        new(HttpMethods.Post, "jobs/{id}/{demand}", DashboardRole.Operator, "Pauses, resumes or cancels a job: one's own, or as an admin anybody's.", DemandAsync) { AnswerExample = Example },
    ];

    /// <summary>A job as JSON; its arguments, which may hold data, are left out.</summary>
    public static JsonObject Json(Job job) => new()
    {
        ["id"] = job.Id,
        ["kind"] = job.Kind,
        ["owner"] = job.Owner,
        ["state"] = job.State.ToString(),
        ["created"] = job.Created.UtcDateTime,
        ["ended"] = job.Ended?.UtcDateTime,
        ["done"] = job.Progress.Done,
        ["total"] = job.Progress.Total,
        ["note"] = job.Progress.Note,
        ["result"] = job.Result,
    };

    private async Task ListAsync(DashboardRequest request)
    {
        JobState? state = null;
        if (request.Query("state") is { Length: > 0 } asked)
        {
            if (!Enum.TryParse(asked, ignoreCase: true, out JobState given) || !Enum.IsDefined(given) || char.IsAsciiDigit(asked[0]))
            {
                await request.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "There is no such state.").ConfigureAwait(false);
                return;
            }

            state = given;
        }

        int count = request.Count(50, 200);
        Job? after = request.Query("after") is { Length: > 0 } id ? await workings.Records.Jobs.FindAsync(id, request.Aborted).ConfigureAwait(false) : null;
        IReadOnlyList<Job> found = await workings.Records.Jobs.ListAsync(new JobFilter { State = state, Kind = request.Query("kind"), After = after, Count = count }, request.Aborted).ConfigureAwait(false);
        await request.JsonAsync(new JsonObject { ["items"] = new JsonArray([.. found.Select(static job => (JsonNode)Json(job))]), ["next"] = found.Count == count ? found[^1].Id : null }).ConfigureAwait(false);
    }

    private async Task ShowAsync(DashboardRequest request)
    {
        if (await workings.Records.Jobs.FindAsync(request.Route("id"), request.Aborted).ConfigureAwait(false) is { } job)
            await request.JsonAsync(Json(job)).ConfigureAwait(false);
        else
            await request.ProblemAsync(StatusCodes.Status404NotFound, "There is no such job.").ConfigureAwait(false);
    }

    private async Task DemandAsync(DashboardRequest request)
    {
        Job? job = await workings.Records.Jobs.FindAsync(request.Route("id"), request.Aborted).ConfigureAwait(false);
        JobDemand? demand = request.Route("demand") switch
        {
            "pause" => JobDemand.Pause,
            "resume" => JobDemand.Resume,
            "cancel" => JobDemand.Cancel,
            _ => null,
        };
        if (job is null || demand is not { } wanted)
        {
            await request.ProblemAsync(StatusCodes.Status404NotFound, "There is no such job, or no such demand.").ConfigureAwait(false);
            return;
        }

        if (job.Owner != request.Who && request.Role < DashboardRole.Admin)
        {
            await request.ProblemAsync(StatusCodes.Status403Forbidden, $"The job is {job.Owner}'s; this needs the role {Roles.NameOf(DashboardRole.Admin)}.").ConfigureAwait(false);
            return;
        }

        await request.NoteAsync($"job.{request.Route("demand")}", job.Id).ConfigureAwait(false);
        await request.JsonAsync(Json(await workings.Records.Jobs.DemandAsync(job.Id, wanted, request.Aborted).ConfigureAwait(false) ?? job)).ConfigureAwait(false);
    }
}
