using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using IntelMQ.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IntelMQ.Dashboard.V1;

/// <summary>The login.</summary>
internal sealed class V1Session(Workings workings)
{
    private const int LongestForm = 16 * 1024;

    public IEnumerable<(string Path, V1Command Command)> Commands()
    {
        yield return ("login", new V1Command(HttpMethods.Post, DashboardRole.Viewer, request => () => LogInAsync(request)) { IsOpen = true });
    }

    private async Task<JsonNode?> LogInAsync(V1Request request)
    {
        IReadOnlyDictionary<string, StringValues> form = await FormText.ReadAsync(request.Context.Request, LongestForm, request.Aborted).ConfigureAwait(false);
        string? name = Field(request, form, "username");
        string? password = Field(request, form, "password");
        if (name is null || password is null)
            return null;
        if (!workings.Gate.HasUsers(request.Context))
            return await ErrorAsync(request, StatusCodes.Status400BadRequest, "Session store is disabled by configuration! No login possible and required.").ConfigureAwait(false);
        User? user = await workings.SignIn.TryAsync(name, password, request.Aborted).ConfigureAwait(false);
        if (user is null || Roles.Of(user.Role) is not { } role)
            return await ErrorAsync(request, StatusCodes.Status401Unauthorized, "Invalid username and/or password.").ConfigureAwait(false);
        await workings.Trail.AddAsync(new Caller(user.Name, role, null, false), "session.open", user.Name, cancellationToken: request.Aborted).ConfigureAwait(false);
        (string token, _) = await workings.Sessions.CreateAsync(user, role, Sessions.Label, workings.Options.SessionDuration, request.Aborted).ConfigureAwait(false);
        return new JsonObject { ["login_token"] = token, ["username"] = user.Name };
    }

    private static async Task<JsonNode?> ErrorAsync(V1Request request, int status, string error)
    {
        await Replies.JsonAsync(request.Context, status, new JsonObject { ["error"] = error }).ConfigureAwait(false);
        return null;
    }

    private static string? Field(V1Request request, IReadOnlyDictionary<string, StringValues> form, string name)
    {
        if (form.TryGetValue(name, out StringValues value))
            return value.ToString();
        request.Complain("body", name, "field required", "value_error.missing");
        return null;
    }
}
