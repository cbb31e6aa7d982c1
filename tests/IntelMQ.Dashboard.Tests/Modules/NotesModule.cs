using System.Resources;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Modules;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.Tests.Modules;

// #region module
/// <summary>What operators write down for each other: a list by pages, a form with an upload, and an operation of the API.</summary>
internal sealed class NotesModule(NoteBook book) : IDashboardModule
{
    public string Name => "notes";

    public void Build(DashboardModuleBuilder builder) => builder
        .AddTexts(Texts("English"), Texts("German"))
        .AddAsset("notes.css", typeof(NotesModule).Assembly, "notes.css")
        .AddLink("", "Notes")
        .AddPage("", DashboardRole.Viewer, request => ShowAsync(request, StatusCodes.Status200OK, []))
        .AddForm("", DashboardRole.Operator, TakeAsync, mostFileBytes: 1 << 20)
        .AddOperation(new("GET", "", DashboardRole.Viewer, "Lists notes, the newest first.", request => request.JsonAsync(Json(request)))
        {
            Query = [("below", "Only those with lower numbers.")],
            AnswerExample = """{"items": [{"number": 1, "who": "anna", "text": "The feed is late."}], "next": null}""",
        });

    private static ResourceManager Texts(string language) => new($"IntelMQ.Dashboard.Tests.Modules.Texts{language}", typeof(NotesModule).Assembly);

    private Task ShowAsync(DashboardRequest request, int status, IReadOnlyList<(string Field, string Text)> errors)
    {
        (IReadOnlyList<Note> notes, long? next) = book.Read(request.Query("below"), request.Count(usual: 3, most: 100));
        return request.PageAsync<NotesPage>(status, (nameof(NotesPage.Notes), notes), (nameof(NotesPage.Next), next), (nameof(NotesPage.Errors), errors));
    }

    private async Task TakeAsync(DashboardRequest request, DashboardForm form)
    {
        string[] lines = form.Files is [var file] ? await LinesOfAsync(file, request.Aborted) : [form["text"]];
        if (lines.Any(string.IsNullOrWhiteSpace))
        {
            await ShowAsync(request, StatusCodes.Status422UnprocessableEntity, [("text", request.Page.Words["NoteEmpty"])]);
            return;
        }

        await request.NoteAsync("note.add", Name, after: string.Join('\n', lines));
        book.Add(request.Who, lines);
        await request.SeeOther("");
    }
    // #endregion

    private static async Task<string[]> LinesOfAsync(DashboardFile file, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file.Open(), leaveOpen: true);
        return (await reader.ReadToEndAsync(cancellationToken)).TrimEnd().Split('\n');
    }

    private JsonObject Json(DashboardRequest request)
    {
        (IReadOnlyList<Note> notes, long? next) = book.Read(request.Query("below"), request.Count(usual: 3, most: 100));
        return new JsonObject
        {
            ["items"] = new JsonArray([.. notes.Select(static note => (JsonNode)new JsonObject { ["number"] = note.Number, ["who"] = note.Who, ["text"] = note.Text })]),
            ["next"] = next,
        };
    }
}
