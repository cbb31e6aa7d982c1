using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Live;
using IntelMQ.Dashboard.Modules;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V2;

/// <summary>Our own API: everything that the pages do, for programs.</summary>
internal sealed class V2Operations
{
    public V2Operations(Workings workings, Func<HttpContext, string> rootOf)
    {
        var repeats = new Repeats(workings.Host.Time);
        All =
        [
            .. new V2Bots(workings, new LiveFeed(workings)).Operations(),
            .. new V2Definition(workings, repeats).Operations(),
            .. new V2Messages(workings, repeats).Operations(),
            .. new V2Failures(workings, repeats).Operations(),
            .. new V2Jobs(workings).Operations(),
            .. new V2Records(workings).Operations(),
            new(HttpMethods.Get, "openapi.json", DashboardRole.Viewer, "This document.", request => request.JsonAsync(Document(request, workings, rootOf))),
        ];
    }

    /// <summary>The operations of the dashboard itself.</summary>
    public IReadOnlyList<DashboardOperation> All { get; }

    private JsonObject Document(DashboardRequest request, Workings workings, Func<HttpContext, string> rootOf)
        => OpenApiText.Of(
            $"{rootOf(request.Http)}v2",
            typeof(V2Operations).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            All.Select(static one => ((string?)null, one)).Concat(workings.Modules.All.SelectMany(static module => module.Operations.Select(one => ((string?)module.Name, one)))));
}
