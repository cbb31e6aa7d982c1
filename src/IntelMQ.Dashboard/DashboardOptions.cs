using System.Security.Claims;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;
using IntelMQ.Records;

namespace IntelMQ.Dashboard;

/// <summary>What a dashboard shows, and to whom.</summary>
public sealed class DashboardOptions
{
    /// <summary>The host that is watched and configured.</summary>
    public required IntelMQHost Host { get; init; }

    /// <summary>Users, tokens and the audit log; by default in memory, which forgets them with the process. They belong to the caller.</summary>
    public IRecords Records { get; init; } = new MemoryRecords();

    /// <summary>
    /// Who may use it, where the endpoints have no authorization policy of the host: by default nobody. With a policy
    /// (<c>MapIntelMQ(...).RequireAuthorization("operators")</c>) the host authenticates and this does not count.
    /// </summary>
    public DashboardAccess Access { get; init; } = DashboardAccess.Closed;

    /// <summary>What anyone may do, where <see cref="Access"/> lets anyone in.</summary>
    public DashboardRole AnyoneRole { get; init; } = DashboardRole.Viewer;

    /// <summary>
    /// The role of somebody whom the host has authenticated; <see langword="null"/> for none. By default the highest of the roles
    /// <c>intelmq-viewer</c>, <c>intelmq-operator</c>, <c>intelmq-configurator</c> and <c>intelmq-admin</c>.
    /// </summary>
    public Func<ClaimsPrincipal, DashboardRole?> RoleOf { get; init; } = DefaultRoleOf;

    /// <summary>
    /// Whether requests with GET below <c>/v1</c> may change something (start, stop, clear), as those of IntelMQ's Manager do. A link on another page
    /// cannot misuse them, since they need the <c>Authorization</c> header; yet caches, logs and prefetching treat GET as harmless.
    /// </summary>
    public bool AllowsChangesByGet { get; init; }

    /// <summary>Whether the pages are there beside the two APIs.</summary>
    public bool HasPages { get; init; } = true;

    /// <summary>What is added by other packages, and by the application: pages, operations of the API, texts.</summary>
    public IReadOnlyList<IDashboardModule> Modules { get; init; } = [];

    /// <summary>What bots may reach that come or change through an API or a page; by default only the state folder.</summary>
    public OutsidePolicy? Outside { get; init; }

    /// <summary>The folder whose files <c>/v1/api/config</c> shows; <see langword="null"/> for that of IntelMQ's bots (<c>var/lib/bots</c>).</summary>
    public string? FilesFolder { get; init; }

    /// <summary>How long a session lasts after its login.</summary>
    public TimeSpan SessionDuration { get; init; } = TimeSpan.FromDays(1);

    private static DashboardRole? DefaultRoleOf(ClaimsPrincipal user)
    {
        foreach (DashboardRole role in Enum.GetValues<DashboardRole>().Reverse())
        {
            if (user.IsInRole($"intelmq-{role.ToString().ToLowerInvariant()}"))
                return role;
        }

        return null;
    }
}
