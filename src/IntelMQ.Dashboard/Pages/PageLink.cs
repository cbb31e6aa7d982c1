namespace IntelMQ.Dashboard.Pages;

/// <summary>An entry of the navigation.</summary>
/// <param name="Path">The page's path below the dashboard's prefix.</param>
/// <param name="Text">What it says.</param>
/// <param name="Role">Who sees it: this role and those above.</param>
internal sealed record PageLink(string Path, string Text, DashboardRole Role);
