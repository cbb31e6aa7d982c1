using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using IntelMQ.Hosting.Control;
using IntelMQ.Pipelines;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V1;

/// <summary>
/// IntelMQ's own API, for its Manager and for scripts. Who asks is known by the <c>Authorization</c> header alone, which holds the token of a login and
/// nothing else; cookies do not count, so no other page can ask in somebody's name. It is off where the host authenticates.
/// </summary>
internal sealed class V1Handler
{
    private const string Root = "api/";

    private readonly Workings _workings;
    private readonly Dictionary<string, V1Command[]> _commands;

    public V1Handler(Workings workings)
    {
        _workings = workings;
        var commands = new List<(string Path, V1Command Command)>();
        commands.AddRange(new V1Session(workings).Commands());
        commands.AddRange(new V1Bots(workings).Commands());
        commands.AddRange(new V1Messages(workings).Commands());
        commands.AddRange(new V1Files(workings).Commands());
        commands.AddRange(new V1Facts(workings).Commands());
        _commands = commands.GroupBy(static one => one.Path, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Select(static one => one.Command).ToArray(), StringComparer.Ordinal);
    }

    public async Task HandleAsync(HttpContext context)
    {
        string path = context.Request.RouteValues["path"] as string ?? "";
        if (Gate.IsHosts(context) || !path.StartsWith(Root, StringComparison.Ordinal))
        {
            await Replies.JsonAsync(context, StatusCodes.Status404NotFound, Errors.NotFound()).ConfigureAwait(false);
            return;
        }

        // IntelMQ's Manager has written a second slash before two of the names.
        string name = path[Root.Length..].TrimStart('/');
        if (name.EndsWith('/') && _commands.ContainsKey(name[..^1]))
        {
            context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path.Value![..^1]}{context.Request.QueryString}";
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            return;
        }

        if (!_commands.TryGetValue(name, out V1Command[]? commands))
        {
            await Replies.JsonAsync(context, StatusCodes.Status404NotFound, Errors.NotFound()).ConfigureAwait(false);
            return;
        }

        if (Choose(commands, context.Request) is not { } command)
        {
            context.Response.Headers.Allow = string.Join(", ", commands.Select(static one => one.Method));
            await Replies.JsonAsync(context, StatusCodes.Status405MethodNotAllowed, Errors.Method()).ConfigureAwait(false);
            return;
        }

        await RunAsync(context, name, command).ConfigureAwait(false);
    }

    private static V1Command? Choose(V1Command[] commands, HttpRequest request)
        => commands.FirstOrDefault(one => one.Method == request.Method) ?? commands.FirstOrDefault(one => HttpMethods.IsPost(request.Method) && one.Changes(request));

    private async Task RunAsync(HttpContext context, string name, V1Command command)
    {
        Caller? caller = command.IsOpen ? new Caller("(nobody)", DashboardRole.Viewer, null, false) : await _workings.Gate.FindAsync(context, isBare: true).ConfigureAwait(false);
        if (caller is null)
        {
            await Replies.JsonAsync(context, StatusCodes.Status401Unauthorized, Errors.Denied()).ConfigureAwait(false);
            return;
        }

        bool isChanging = command.Changes(context.Request);
        if (caller.Role < (isChanging ? command.ChangingRole : command.Role) && !command.IsOpen)
        {
            await Replies.JsonAsync(context, StatusCodes.Status403Forbidden, new JsonObject { ["error"] = $"The role {Roles.NameOf(caller.Role)} may not do this." }).ConfigureAwait(false);
            return;
        }

        if (isChanging && HttpMethods.IsGet(context.Request.Method) && !_workings.Options.AllowsChangesByGet)
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await Replies.JsonAsync(context, StatusCodes.Status405MethodNotAllowed, new JsonObject { ["error"] = "Changes are taken with POST; GET for them is switched off here." }).ConfigureAwait(false);
            return;
        }

        // A page cannot send a form of another place with this header, but where anyone may ask there is none: then the browser's word counts.
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && (isChanging || !HttpMethods.IsGet(context.Request.Method)))
        {
            await Replies.JsonAsync(context, StatusCodes.Status403Forbidden, new JsonObject { ["error"] = "The request comes from another site." }).ConfigureAwait(false);
            return;
        }

        var request = new V1Request(context, caller);
        Func<Task<JsonNode?>> run = command.Read(request);
        if (request.Wrong is { } wrong)
        {
            await Replies.JsonAsync(context, StatusCodes.Status422UnprocessableEntity, wrong).ConfigureAwait(false);
            return;
        }

        try
        {
            JsonNode? answer = await run().ConfigureAwait(false);
            if (request.Wrong is { } body)
                await Replies.JsonAsync(context, StatusCodes.Status422UnprocessableEntity, body).ConfigureAwait(false);
            else if (answer is not null)
                await Replies.JsonAsync(context, StatusCodes.Status200OK, answer).ConfigureAwait(false);
        }
        catch (ControlException exception)
        {
            await RefuseAsync(context, name, exception.Message).ConfigureAwait(false);
        }
        catch (PipelineConfigurationException exception)
        {
            await RefuseAsync(context, name, string.Join('\n', exception.Complaints)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is (IOException and not BadHttpRequestException) or UnauthorizedAccessException)
        {
            await RefuseAsync(context, name, exception.Message).ConfigureAwait(false);
        }
    }

    private static Task RefuseAsync(HttpContext context, string name, string message)
        => Replies.JsonAsync(context, StatusCodes.Status500InternalServerError, new JsonObject { ["tip"] = "", ["message"] = message, ["command"] = name });
}
