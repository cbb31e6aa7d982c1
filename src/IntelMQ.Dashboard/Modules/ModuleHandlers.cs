using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using IntelMQ.Dashboard.Pages;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IntelMQ.Dashboard.Modules;

/// <summary>Stands before what modules do: knows who asks, holds them to their role and what changes something to its proof.</summary>
internal sealed class ModuleHandlers(Workings workings, PageWriter writer, PageHandlers pages)
{
    /// <summary>The header in which scripts of our pages send the page's proof.</summary>
    public const string ProofHeader = "X-IntelMQ-Proof";

    /// <summary>Shows a page, or takes its form.</summary>
    public RequestDelegate Page(string module, ModulePage page) => pages.Page(
        page.Role,
        async (context, shown) =>
        {
            var request = new DashboardRequest(workings, context, shown.For(workings.Modules, module), shown.Caller!);
            if (page.Show is { } show)
            {
                await show(request).ConfigureAwait(false);
                return;
            }

            DashboardForm? form = await FormReader.ReadAsync(context, shown.Caller!.Session, page.MostBytes, page.MostFileBytes).ConfigureAwait(false);
            if (form is null)
            {
                await PageHandlers.RefuseAsync(context, shown, StatusCodes.Status403Forbidden, shown.Words["FormStale"]).ConfigureAwait(false);
                return;
            }

            await using (form.ConfigureAwait(false))
                await page.Take!(request, form).ConfigureAwait(false);
        });

    /// <summary>Runs an operation of the API.</summary>
    public RequestDelegate Operation(string? module, DashboardOperation operation) => async context =>
    {
        Caller? caller = await workings.Gate.FindAsync(context, isBare: false).ConfigureAwait(false);
        if (caller is null)
        {
            bool canSignIn = workings.Gate.HasUsers(context);
            if (canSignIn)
                context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.WriteAsync(context, canSignIn ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden, canSignIn ? "Send a token: Authorization: Bearer TOKEN." : "You have no role here.").ConfigureAwait(false);
            return;
        }

        if (caller.Role < operation.Role)
        {
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, $"This needs the role {Roles.NameOf(operation.Role)}; yours is {Roles.NameOf(caller.Role)}.").ConfigureAwait(false);
            return;
        }

        if (operation.Method != HttpMethods.Get && !IsMeant(context, caller))
        {
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, $"A browser sends this by itself: send a bearer token, or the page's proof in {ProofHeader}.").ConfigureAwait(false);
            return;
        }

        PageContext page = writer.ContextOf(context, caller).For(workings.Modules, module);
        try
        {
            await operation.Run(new DashboardRequest(workings, context, page, caller)).ConfigureAwait(false);
        }
        catch (ControlException exception) when (!context.Response.HasStarted)
        {
            await Problems.WriteAsync(context, ControlProblem.Of(exception).Status, exception.Message, [.. exception.Complaints]).ConfigureAwait(false);
        }
        catch (PipelineConfigurationException exception) when (!context.Response.HasStarted)
        {
            await Problems.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, "The configuration cannot be read.", [.. exception.Complaints]).ConfigureAwait(false);
        }
    };

    // What a browser sends by itself (cookies, stored logins) proves nothing; a header that only a program can set does.
    private static bool IsMeant(HttpContext context, Caller caller)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (!caller.IsByCookie || headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return true;
        // No browser: it would say where the request comes from, and send what it keeps.
        if (caller.Session is null && !headers.ContainsKey("Sec-Fetch-Site") && !headers.ContainsKey(HeaderNames.Origin) && !headers.ContainsKey(HeaderNames.Cookie))
            return !headers.ContainsKey(HeaderNames.Authorization);
        return FormToken.IsOurs(context, caller.Session, headers[ProofHeader].ToString());
    }
}
