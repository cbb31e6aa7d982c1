using System.Reflection;
using System.Resources;
using IntelMQ.Dashboard.Pages;

namespace IntelMQ.Dashboard.Modules;

/// <summary>Takes what a module adds to a dashboard. What cannot be is told by an <see cref="ArgumentException"/> when the dashboard is mapped.</summary>
public sealed class DashboardModuleBuilder
{
    private const int UsualForm = 64 * 1024;

    private readonly List<ModulePage> _pages = [];
    private readonly List<DashboardOperation> _operations = [];
    private readonly List<ModuleLink> _links = [];
    private readonly List<ModuleAsset> _assets = [];

    internal DashboardModuleBuilder(string name) => Name = name;

    internal string Name { get; }

    internal IReadOnlyList<ModulePage> Pages => _pages;

    internal IReadOnlyList<DashboardOperation> Operations => _operations;

    internal IReadOnlyList<ModuleLink> Links => _links;

    internal IReadOnlyList<ModuleAsset> Assets => _assets;

    internal (ResourceManager English, ResourceManager German)? Texts { get; private set; }

    /// <summary>
    /// Adds the texts of the module's pages. They are found by <see cref="Words"/> before those of the dashboard. Both languages are resources of the
    /// assembly itself: <c>new ResourceManager("Example.Pages.TextsEnglish", assembly)</c> for <c>Pages/TextsEnglish.resx</c>.
    /// </summary>
    /// <param name="english">The texts in English.</param>
    /// <param name="german">The texts in German.</param>
    public DashboardModuleBuilder AddTexts(ResourceManager english, ResourceManager german)
    {
        ArgumentNullException.ThrowIfNull(english);
        ArgumentNullException.ThrowIfNull(german);
        Texts = (english, german);
        return this;
    }

    /// <summary>Adds an entry to the navigation, after those of the modules before.</summary>
    /// <param name="path">The page's path below the module's; empty for the module's own.</param>
    /// <param name="word">The name of the entry's text.</param>
    /// <param name="role">Who sees it: this role and those above.</param>
    public DashboardModuleBuilder AddLink(string path, string word, DashboardRole role = DashboardRole.Viewer)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentException.ThrowIfNullOrEmpty(word);
        _links.Add(new ModuleLink(PathOf(path), word, role));
        return this;
    }

    /// <summary>Adds a page. Who has not signed in is sent to the door; who has not the role is told so.</summary>
    /// <param name="path">The path below the module's, with places in braces: <c>lists/{id}</c>; empty for the module's own.</param>
    /// <param name="role">What one has to be at least.</param>
    /// <param name="show">Answers, as a rule by <see cref="DashboardRequest.PageAsync{TPage}(ValueTuple{string, object?}[])"/>. It changes nothing.</param>
    public DashboardModuleBuilder AddPage(string path, DashboardRole role, Func<DashboardRequest, Task> show)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(show);
        _pages.Add(new ModulePage(PathOf(path), role, show, null, 0, 0));
        return this;
    }

    /// <summary>
    /// Takes what a form of a page sends with POST. The form holds a <see cref="FormProof"/> as its first element; without it, or from another origin,
    /// the request is refused before the handler is called.
    /// </summary>
    /// <param name="path">The path below the module's, with places in braces; as a rule that of the page.</param>
    /// <param name="role">What one has to be at least.</param>
    /// <param name="take">Does it, and answers: as a rule by <see cref="DashboardRequest.SeeOther"/>, so that a reload sends nothing twice.</param>
    /// <param name="mostBytes">How long all fields together may be; longer ones are refused with 413.</param>
    /// <param name="mostFileBytes">How long all files together may be; 0 where the form has none.</param>
    public DashboardModuleBuilder AddForm(string path, DashboardRole role, Func<DashboardRequest, DashboardForm, Task> take, int mostBytes = UsualForm, long mostFileBytes = 0)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(mostFileBytes);
        _pages.Add(new ModulePage(PathOf(path), role, null, take, mostBytes, mostFileBytes));
        return this;
    }

    /// <summary>Adds an operation of the API, below <c>PREFIX/v2/NAME/</c>.</summary>
    public DashboardModuleBuilder AddOperation(DashboardOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        _operations.Add(operation);
        return this;
    }

    /// <summary>
    /// Adds a style, script, picture or font, which browsers keep under a name with its hash. Styles are in all pages of the module; scripts in those
    /// that name them (<see cref="PageFrame.Scripts"/>). The content security policy allows nothing from elsewhere and nothing inline.
    /// </summary>
    /// <param name="name">Its name, such as <c>lists.css</c>: by its end (<c>.css</c>, <c>.js</c>, <c>.svg</c>, <c>.png</c>, <c>.woff2</c>) its type is known.</param>
    /// <param name="assembly">The assembly that holds it.</param>
    /// <param name="resource">The name of the embedded resource.</param>
    public DashboardModuleBuilder AddAsset(string name, Assembly assembly, string resource)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(assembly);
        using Stream stream = assembly.GetManifestResourceStream(resource) ?? throw new ArgumentException($"There is no resource '{resource}'.", nameof(resource));
        using var content = new MemoryStream();
        stream.CopyTo(content);
        _assets.Add(new ModuleAsset(name, content.ToArray()));
        return this;
    }

    private string PathOf(string path) => path.Length == 0 ? Name : $"{Name}/{path.Trim('/')}";
}
