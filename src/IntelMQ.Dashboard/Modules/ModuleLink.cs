namespace IntelMQ.Dashboard.Modules;

/// <summary>An entry of the navigation.</summary>
internal sealed record ModuleLink(string Path, string Word, DashboardRole Role);
