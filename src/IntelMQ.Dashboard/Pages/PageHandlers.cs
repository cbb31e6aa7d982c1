using System.Globalization;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Pipelines;
using IntelMQ.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IntelMQ.Dashboard.Pages;

/// <summary>Answers with pages, and takes what their forms send.</summary>
internal sealed class PageHandlers(Workings workings, PageWriter writer)
{
    private const int LongestForm = 16 * 1024;
    private const int EntriesAPage = 100;
    private static readonly string[] Done = ["start", "stop", "restart", "reload"];

    /// <summary>A page for who has a role; who has none is asked to sign in.</summary>
    public RequestDelegate Page(DashboardRole role, Func<HttpContext, PageContext, Task> page) => async context =>
    {
        Caller? caller = await workings.Gate.FindAsync(context, isBare: false).ConfigureAwait(false);
        if (caller is null && workings.Gate.HasUsers(context))
        {
            context.Response.Redirect(writer.RootOf(context) + "sign-in");
            return;
        }

        PageContext shown = writer.ContextOf(context, caller);
        if (caller is null || caller.Role < role)
        {
            await RefuseAsync(context, shown, StatusCodes.Status403Forbidden, shown.Words["RoleMissing"]).ConfigureAwait(false);
            return;
        }

        try
        {
            await page(context, shown).ConfigureAwait(false);
        }
        catch (ControlException exception)
        {
            await RefuseAsync(context, shown, StatusCodes.Status409Conflict, [.. exception.Complaints]).ConfigureAwait(false);
        }
    };

    public async Task OverviewAsync(HttpContext context, PageContext shown)
    {
        HostStatus status = await workings.Control.GetStatusAsync(context.RequestAborted).ConfigureAwait(false);
        HostFailures failures = await workings.Control.GetFailuresAsync(context.RequestAborted).ConfigureAwait(false);
        await PageWriter.WriteAsync<OverviewPage>(context, StatusCodes.Status200OK, (nameof(OverviewPage.Context), shown), (nameof(OverviewPage.Status), status), (nameof(OverviewPage.Failures), failures)).ConfigureAwait(false);
    }

    public async Task CheckAsync(HttpContext context, PageContext shown)
    {
        IReadOnlyList<PipelineComplaint> found;
        try
        {
            found = (await workings.Host.CheckAsync(workings.Host.LoadConfiguration(), null, context.RequestAborted).ConfigureAwait(false)).Complaints;
        }
        catch (PipelineConfigurationException exception)
        {
            found = exception.Details;
        }

        IReadOnlyList<(bool, string)> lines = [.. found.OrderBy(static one => one.IsWarning).Select(static one => (!one.IsWarning, one.ToString()))];
        await PageWriter.WriteAsync<CheckPage>(context, StatusCodes.Status200OK, (nameof(CheckPage.Context), shown), (nameof(CheckPage.Lines), lines)).ConfigureAwait(false);
    }

    public async Task AuditAsync(HttpContext context, PageContext shown)
    {
        long? below = long.TryParse(context.Request.Query["below"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        IReadOnlyList<AuditEntry> entries = await workings.Records.Audit.ReadAsync(new AuditFilter { Below = below, Count = EntriesAPage }, context.RequestAborted).ConfigureAwait(false);
        long? older = entries.Count == EntriesAPage ? entries[^1].Number : null;
        await PageWriter.WriteAsync<AuditPage>(context, StatusCodes.Status200OK, (nameof(AuditPage.Context), shown), (nameof(AuditPage.Entries), entries), (nameof(AuditPage.Older), older)).ConfigureAwait(false);
    }

    public async Task AboutAsync(HttpContext context, PageContext shown)
    {
        HostStatus status = await workings.Control.GetStatusAsync(context.RequestAborted).ConfigureAwait(false);
        await PageWriter.WriteAsync<AboutPage>(context, StatusCodes.Status200OK, (nameof(AboutPage.Context), shown), (nameof(AboutPage.Status), status)).ConfigureAwait(false);
    }

    public async Task FailuresAsync(HttpContext context, PageContext shown)
    {
        HostFailures failures = await workings.Control.GetFailuresAsync(context.RequestAborted).ConfigureAwait(false);
        await PageWriter.WriteAsync<FailuresPage>(context, StatusCodes.Status200OK, (nameof(FailuresPage.Context), shown), (nameof(FailuresPage.Failures), failures)).ConfigureAwait(false);
    }

    /// <summary>Takes what the buttons of bots send.</summary>
    public async Task DoAsync(HttpContext context, PageContext shown)
    {
        IReadOnlyDictionary<string, StringValues> form = await FormText.ReadAsync(context.Request, LongestForm, context.RequestAborted).ConfigureAwait(false);
        string action = form.GetValueOrDefault("action").ToString();
        string bot = form.GetValueOrDefault("bot").ToString();
        if (!FormToken.IsOurs(context, shown.Caller!.Session, form.GetValueOrDefault(FormToken.Field).ToString()))
        {
            await RefuseAsync(context, shown, StatusCodes.Status403Forbidden, shown.Words["FormStale"]).ConfigureAwait(false);
            return;
        }

        if (!Done.Contains(action))
        {
            await RefuseAsync(context, shown, StatusCodes.Status400BadRequest, shown.Words["ActionUnknown"]).ConfigureAwait(false);
            return;
        }

        BotScope scope = bot.Length == 0 ? BotScope.All : BotScope.Of(bot);
        await workings.Trail.AddAsync(shown.Caller!, $"bot.{action}", scope.ToString(), cancellationToken: context.RequestAborted).ConfigureAwait(false);
        await BotOutcome.RunAsync(workings.Control, Enum.Parse<BotAction>(action, ignoreCase: true), scope, context.RequestAborted).ConfigureAwait(false);
        SeeOther(context, writer.RootOf(context));
    }

    public async Task SignInAsync(HttpContext context)
    {
        if (!workings.Gate.HasUsers(context))
        {
            SeeOther(context, writer.RootOf(context));
            return;
        }

        PageContext shown = writer.ContextOf(context, null);
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await PageWriter.WriteAsync<SignInPage>(context, StatusCodes.Status200OK, (nameof(SignInPage.Context), shown)).ConfigureAwait(false);
            return;
        }

        IReadOnlyDictionary<string, StringValues> form = await FormText.ReadAsync(context.Request, LongestForm, context.RequestAborted).ConfigureAwait(false);
        if (!FormToken.IsOurs(context, null, form.GetValueOrDefault(FormToken.Field).ToString()))
        {
            await RefuseAsync(context, shown, StatusCodes.Status403Forbidden, shown.Words["FormStale"]).ConfigureAwait(false);
            return;
        }

        User? user = await workings.SignIn.TryAsync(form.GetValueOrDefault("username").ToString(), form.GetValueOrDefault("password").ToString(), context.RequestAborted).ConfigureAwait(false);
        if (user is null || Roles.Of(user.Role) is not { } role)
        {
            await PageWriter.WriteAsync<SignInPage>(context, StatusCodes.Status401Unauthorized, (nameof(SignInPage.Context), shown), (nameof(SignInPage.IsWrong), true)).ConfigureAwait(false);
            return;
        }

        await workings.Trail.AddAsync(new Caller(user.Name, role, null, true), "session.open", user.Name, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        // A new token with every login: whatever cookie was there before means nothing.
        (string token, _) = await workings.Sessions.CreateAsync(user, role, Sessions.Label, workings.Options.SessionDuration, context.RequestAborted).ConfigureAwait(false);
        context.Response.Cookies.Append(Gate.Cookie, token, FormToken.Strict(context, writer.RootOf(context)));
        SeeOther(context, writer.RootOf(context));
    }

    public async Task SignOutAsync(HttpContext context, PageContext shown)
    {
        IReadOnlyDictionary<string, StringValues> form = await FormText.ReadAsync(context.Request, LongestForm, context.RequestAborted).ConfigureAwait(false);
        if (!FormToken.IsOurs(context, shown.Caller!.Session, form.GetValueOrDefault(FormToken.Field).ToString()))
        {
            await RefuseAsync(context, shown, StatusCodes.Status403Forbidden, shown.Words["FormStale"]).ConfigureAwait(false);
            return;
        }

        if (shown.Caller.Session is { } session)
            await workings.Sessions.EndAsync(session, context.RequestAborted).ConfigureAwait(false);
        context.Response.Cookies.Delete(Gate.Cookie, FormToken.Strict(context, writer.RootOf(context)));
        SeeOther(context, writer.RootOf(context) + "sign-in");
    }

    public static Task NotFoundAsync(HttpContext context, PageContext shown) => RefuseAsync(context, shown, StatusCodes.Status404NotFound, shown.Words["NoSuchPage"]);

    internal static Task RefuseAsync(HttpContext context, PageContext shown, int status, params IReadOnlyList<string> lines)
        => PageWriter.WriteAsync<MessagePage>(context, status, (nameof(MessagePage.Context), shown), (nameof(MessagePage.Title), shown.Words[status == StatusCodes.Status404NotFound ? "NotFound" : "NotDone"]), (nameof(MessagePage.Lines), lines));

    internal static void SeeOther(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
    }
}
