using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;

namespace IntelMQ.Dashboard.Pages;

/// <summary>What all pages are rendered with: who looks, in which language, below which path.</summary>
public sealed class PageContext
{
    internal PageContext(Caller? caller, Words words, string root, string formProof, bool canSignOut)
    {
        Caller = caller;
        Words = words;
        Root = root;
        FormProof = formProof;
        CanSignOut = canSignOut;
    }

    /// <summary>The texts of the language.</summary>
    public Words Words { get; }

    internal Caller? Caller { get; }

    internal string FormProof { get; }

    internal bool CanSignOut { get; }

    private string Root { get; }

    /// <summary>The address of a page, below any prefix.</summary>
    public string Path(string page) => Root + page;

    /// <summary>The address of a style, script or picture; another one whenever its content is another.</summary>
    public string Asset(string name) => $"{Root}assets/{Assets.NameOf(name)}";

    /// <summary>The address of a bot's page.</summary>
    public string BotPath(string id, string? level = null) => $"{Root}bot?id={Uri.EscapeDataString(id)}{(level is null ? "" : "&level=" + level)}";

    /// <summary>Whether who looks may do what a role may.</summary>
    public bool May(DashboardRole role) => Caller is { } caller && caller.Role >= role;
}
