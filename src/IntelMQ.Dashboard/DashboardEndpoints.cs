using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Dashboard.Pages;
using IntelMQ.Dashboard.V1;
using IntelMQ.Dashboard.V2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Dashboard;

/// <summary>Puts a dashboard into an ASP.NET Core application.</summary>
public static class DashboardEndpoints
{
    /// <summary>
    /// Maps the APIs and pages of a dashboard below a prefix. Closed by default: without an authorization policy
    /// (<c>.RequireAuthorization(...)</c> on what is returned) and without <see cref="DashboardOptions.Access"/> every request is answered with 403.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path below which it is, such as <c>/intelmq</c>; <c>/</c> for the whole application.</param>
    /// <param name="options">What is shown, and to whom.</param>
    /// <returns>All its endpoints, for policies.</returns>
    public static IEndpointConventionBuilder MapIntelMQ(this IEndpointRouteBuilder endpoints, string prefix, DashboardOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentNullException.ThrowIfNull(options);
        ILoggerFactory logs = endpoints.ServiceProvider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        var workings = new Workings(options, logs.CreateLogger("IntelMQ.Dashboard"), endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default);
        if (options.Access == DashboardAccess.Anyone)
            GateLog.Open(workings.Log, options.AnyoneRole);
        RouteGroupBuilder group = endpoints.MapGroup(prefix.TrimEnd('/'));
        var writer = new PageWriter(workings, prefix.TrimEnd('/'));
        var v1 = new V1Handler(workings);
        group.Map("/v1/{**path}", new Guard(workings, v1.HandleAsync).HandleAsync);
        MapOperations(group, workings, writer);
        if (options.HasPages)
            MapPages(group, workings, writer);
        else
            group.Map("/{**path}", new Guard(workings, static context => Replies.JsonAsync(context, StatusCodes.Status404NotFound, Errors.NotFound())).HandleAsync);
        return group;
    }

    private static void MapPages(RouteGroupBuilder group, Workings workings, PageWriter writer)
    {
        var pages = new PageHandlers(workings, writer);
        var bots = new BotHandlers(workings, writer);
        var users = new UserHandlers(workings, writer);
        Get("/", pages.Page(DashboardRole.Viewer, pages.OverviewAsync));
        Get("/bot", pages.Page(DashboardRole.Viewer, bots.ShowAsync));
        Post("/clear", pages.Page(DashboardRole.Operator, bots.ClearAsync));
        Get("/failures", pages.Page(DashboardRole.Viewer, pages.FailuresAsync));
        Get("/check", pages.Page(DashboardRole.Viewer, pages.CheckAsync));
        Get("/audit", pages.Page(DashboardRole.Admin, pages.AuditAsync));
        Get("/about", pages.Page(DashboardRole.Viewer, pages.AboutAsync));
        Get("/users", pages.Page(DashboardRole.Admin, users.ShowAsync));
        Post("/users", pages.Page(DashboardRole.Admin, users.ChangeAsync));
        Get("/sign-in", pages.SignInAsync);
        Get("/assets/{file}", workings.Modules.Assets.HandleAsync);
        Post("/sign-in", pages.SignInAsync);
        Post("/sign-out", pages.Page(DashboardRole.Viewer, pages.SignOutAsync));
        Post("/bots", pages.Page(DashboardRole.Operator, pages.DoAsync));
        var modules = new ModuleHandlers(workings, writer, pages);
        foreach (DashboardModuleBuilder module in workings.Modules.All)
        {
            foreach (ModulePage page in module.Pages)
                group.MapMethods("/" + page.Path, [page.Show is null ? HttpMethods.Post : HttpMethods.Get], new Guard(workings, modules.Page(module.Name, page)).HandleAsync);
        }

        group.Map("/{**path}", new Guard(workings, pages.Page(DashboardRole.Viewer, PageHandlers.NotFoundAsync)).HandleAsync);

        void Get(string path, RequestDelegate page) => group.MapGet(path, new Guard(workings, page).HandleAsync);

        void Post(string path, RequestDelegate page) => group.MapPost(path, new Guard(workings, page).HandleAsync);
    }

    private static void MapOperations(RouteGroupBuilder group, Workings workings, PageWriter writer)
    {
        var handlers = new ModuleHandlers(workings, writer, new PageHandlers(workings, writer));
        Add(null, new V2Operations(workings, writer.RootOf).All);
        foreach (DashboardModuleBuilder module in workings.Modules.All)
            Add(module.Name, module.Operations);

        group.Map("/v2/{**path}", new Guard(workings, static context => Problems.WriteAsync(context, StatusCodes.Status404NotFound, "There is nothing of this name."), isApi: true).HandleAsync);

        void Add(string? module, IReadOnlyList<DashboardOperation> operations)
        {
            foreach (IGrouping<string, DashboardOperation> path in operations.GroupBy(static one => one.Path, StringComparer.Ordinal))
            {
                string template = $"/v2{(module is null ? "" : "/")}{module}{(path.Key.Length == 0 ? "" : "/")}{path.Key}";
                foreach (DashboardOperation operation in path)
                    group.MapMethods(template, [operation.Method], new Guard(workings, handlers.Operation(module, operation), isApi: true).HandleAsync);
                string allowed = string.Join(", ", path.Select(static one => one.Method));
                group.Map(template, new Guard(workings, context => OtherMethodAsync(context, allowed), isApi: true).HandleAsync);
            }
        }
    }

    private static Task OtherMethodAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return Problems.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, $"This takes {allowed}.");
    }
}
