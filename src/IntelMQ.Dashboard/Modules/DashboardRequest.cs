using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using IntelMQ.Dashboard.Pages;
using IntelMQ.Hosting.Running;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IntelMQ.Dashboard.Modules;

/// <summary>A request to a module: who asks, and the ways to answer. It is answered exactly once.</summary>
public sealed class DashboardRequest
{
    private const int UsualJson = 1024 * 1024;

    private readonly Workings _workings;
    private readonly Caller _caller;

    internal DashboardRequest(Workings workings, HttpContext http, PageContext page, Caller caller)
    {
        _workings = workings;
        _caller = caller;
        Http = http;
        Page = page;
    }

    /// <summary>The request itself, for what is not here.</summary>
    public HttpContext Http { get; }

    /// <summary>What pages are rendered with: texts of the language, addresses.</summary>
    public PageContext Page { get; }

    /// <summary>The host that the dashboard is of.</summary>
    public IntelMQHost Host => _workings.Host;

    /// <summary>Who asks, as the audit log names them. What somebody works on (a draft, an upload) belongs to this name.</summary>
    public string Who => _caller.Name;

    /// <summary>What who asks may do.</summary>
    public DashboardRole Role => _caller.Role;

    /// <summary>Ends where who asked has gone.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    internal Caller Caller => _caller;

    internal Workings Workings => _workings;

    /// <summary>What stands at a place of the path; empty where it is none of the path's.</summary>
    public string Route(string name) => Http.Request.RouteValues[name] as string ?? "";

    /// <summary>A parameter of the query; <see langword="null"/> where it is not there.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues value) ? value.ToString() : null;

    /// <summary>How many entries are asked for by the query's <c>count</c>: within bounds whatever it says.</summary>
    public int Count(int usual, int most)
        => int.TryParse(Query("count"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int asked) ? Math.Clamp(asked, 1, most) : usual;

    /// <summary>
    /// Notes in the audit log what is about to be done. Is called before it is done: where it throws, nothing is done. Secrets are left out, texts over
    /// 64 KiB are cut.
    /// </summary>
    /// <param name="action">What, in two words: <c>notice.send</c>.</param>
    /// <param name="target">To what.</param>
    /// <param name="before">How it was.</param>
    /// <param name="after">How it will be.</param>
    /// <param name="note">Why.</param>
    public Task NoteAsync(string action, string target, string? before = null, string? after = null, string? note = null)
        => _workings.Trail.AddAsync(_caller, action, target, before, after, note, Aborted);

    /// <summary>Reads the body whole.</summary>
    /// <exception cref="BadHttpRequestException">It is longer than what is taken; that is answered with 413.</exception>
    public Task<byte[]> ReadBodyAsync(int most) => BoundedBody.ReadAsync(Http.Request, most, Aborted);

    /// <summary>Reads the body as JSON.</summary>
    /// <exception cref="BadHttpRequestException">It is too long, of another type or no JSON; that is answered with 413, 415 or 400.</exception>
    public async Task<JsonNode?> ReadJsonAsync(int most = UsualJson)
    {
        string type = Http.Request.ContentType?.Split(';')[0].Trim() ?? "";
        if (!type.Equals("application/json", StringComparison.OrdinalIgnoreCase) && !type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException("The body has to be application/json.", StatusCodes.Status415UnsupportedMediaType);
        byte[] body = await ReadBodyAsync(most).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException($"The body is no JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.", StatusCodes.Status400BadRequest, exception);
        }
    }

    /// <summary>Answers with a page. Its parameter <c>Context</c> is set to <see cref="Page"/>.</summary>
    /// <param name="parameters">The component's other parameters.</param>
    public Task PageAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TPage>(params (string Name, object? Value)[] parameters)
        where TPage : IComponent
        => PageAsync<TPage>(StatusCodes.Status200OK, parameters);

    /// <summary>Answers with a page and a status, such as 422 for a form that comes back with what is wrong in it.</summary>
    /// <inheritdoc cref="PageAsync{TPage}(ValueTuple{string, object?}[])"/>
    public Task PageAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TPage>(int status, params (string Name, object? Value)[] parameters)
        where TPage : IComponent
        => PageWriter.WriteAsync<TPage>(Http, status, [(nameof(PageFrame.Context), Page), .. parameters]);

    /// <summary>Answers with a page that says in sentences why something is not done, or not there.</summary>
    public Task RefuseAsync(int status, params IReadOnlyList<string> lines) => PageHandlers.RefuseAsync(Http, Page, status, lines);

    /// <summary>Goes on to a page of the module, so that a reload sends nothing twice. It cannot lead elsewhere.</summary>
    /// <param name="path">The path below the module's, escaped where it holds data; empty for the module's own.</param>
    public Task SeeOther(string path)
    {
        PageHandlers.SeeOther(Http, Page.ModulePath(path));
        return Task.CompletedTask;
    }

    /// <summary>Answers with JSON.</summary>
    public Task JsonAsync(JsonNode? body, int status = StatusCodes.Status200OK) => Replies.JsonAsync(Http, status, body);

    /// <summary>Answers with an error in the form of RFC 9457.</summary>
    /// <param name="status">The status.</param>
    /// <param name="detail">What happened, and what to do.</param>
    /// <param name="errors">All that is wrong, a sentence each.</param>
    public Task ProblemAsync(int status, string detail, IReadOnlyList<string>? errors = null) => Problems.WriteAsync(Http, status, detail, errors);

    /// <summary>Answers with a file that the browser stores: it is never shown as a page of this origin.</summary>
    /// <param name="name">The name that the browser proposes.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="content">Its content; it stays the caller's.</param>
    public async Task FileAsync(string name, string type, Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var about = new ContentDispositionHeaderValue("attachment");
        about.SetHttpFileName(new string([.. name.Select(static c => char.IsControl(c) || c is '/' or '\\' ? '_' : c)]));
        Http.Response.Headers.ContentDisposition = about.ToString();
        Http.Response.ContentType = type;
        await content.CopyToAsync(Http.Response.Body, Aborted).ConfigureAwait(false);
    }
}
