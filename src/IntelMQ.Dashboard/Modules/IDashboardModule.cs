namespace IntelMQ.Dashboard.Modules;

/// <summary>
/// Adds pages, operations of the API, navigation, texts, styles and scripts to a dashboard: <see cref="DashboardOptions.Modules"/>. Who asks is known,
/// has the role, and where something changes the request is proven to be one of ours before a module sees it.
/// </summary>
public interface IDashboardModule
{
    /// <summary>
    /// What the module's addresses begin with: its pages are below <c>PREFIX/NAME/</c>, its operations below <c>PREFIX/v2/NAME/</c>. Lower-case letters,
    /// digits and <c>-</c>, a letter first; no two modules of a dashboard have the same, and none has that of a page of the dashboard.
    /// </summary>
    string Name { get; }

    /// <summary>Adds what the module has. Is called once, when the dashboard is mapped.</summary>
    void Build(DashboardModuleBuilder builder);
}
