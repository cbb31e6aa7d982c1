namespace IntelMQ.Dashboard;

/// <summary>Who may use the dashboard where the host does not say so by an authorization policy.</summary>
public enum DashboardAccess
{
    /// <summary>Nobody: everything is answered with 403 until the host sets a policy or chooses another access.</summary>
    Closed,

    /// <summary>The users of <see cref="DashboardOptions.Records"/>, with name and password or with a token.</summary>
    Users,

    /// <summary>Anyone who reaches it, with <see cref="DashboardOptions.AnyoneRole"/>: for one's own machine, and nothing else.</summary>
    Anyone,
}
