namespace IntelMQ.Dashboard.Modules;

/// <summary>A page, or what takes its form.</summary>
/// <param name="Path">The path below the dashboard's prefix.</param>
/// <param name="Role">What one has to be at least.</param>
/// <param name="Show">Shows it; <see langword="null"/> for a form.</param>
/// <param name="Take">Takes the form; <see langword="null"/> for a page.</param>
/// <param name="MostBytes">How long the form's fields may be.</param>
/// <param name="MostFileBytes">How long the form's files may be.</param>
internal sealed record ModulePage(
    string Path,
    DashboardRole Role,
    Func<DashboardRequest, Task>? Show,
    Func<DashboardRequest, DashboardForm, Task>? Take,
    int MostBytes,
    long MostFileBytes);
