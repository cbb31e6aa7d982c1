using System.Collections.Frozen;
using System.Security.Cryptography;
using IntelMQ.Dashboard.Modules;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.Http;

/// <summary>Styles, scripts and pictures of the dashboard's pages and of its modules', under names that change with their content.</summary>
internal sealed class Assets
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".woff2"] = "font/woff2",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Own = ["pages.css", "live.js", "icon.svg"];

    private readonly FrozenDictionary<(string Module, string Name), string> _names;
    private readonly FrozenDictionary<string, (string Type, byte[] Content)> _contents;
    private readonly FrozenDictionary<string, string[]> _styles;

    /// <exception cref="ArgumentException">The name of one tells no type, or is there twice.</exception>
    public Assets(IReadOnlyList<DashboardModuleBuilder> modules)
    {
        var names = new Dictionary<(string, string), string>();
        var contents = new Dictionary<string, (string, byte[])>(StringComparer.Ordinal);
        foreach (string name in Own)
            Add("", name, Read(name));
        foreach (DashboardModuleBuilder module in modules)
        {
            foreach (ModuleAsset asset in module.Assets)
                Add(module.Name, asset.Name, asset.Content);
        }

        _names = names.ToFrozenDictionary();
        _contents = contents.ToFrozenDictionary(StringComparer.Ordinal);
        _styles = modules.ToFrozenDictionary(
            static module => module.Name,
            static module => module.Assets.Select(static asset => asset.Name).Where(static name => name.EndsWith(".css", StringComparison.Ordinal)).ToArray(),
            StringComparer.Ordinal);

        void Add(string module, string name, byte[] content)
        {
            if (!Types.TryGetValue(Path.GetExtension(name), out string? type) || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
                throw new ArgumentException($"'{name}' is no name of a style, script, picture or font.", nameof(modules));
            string hashed = $"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}-{(module.Length == 0 ? "" : module + "-")}{name}";
            if (!names.TryAdd((module, name), hashed))
                throw new ArgumentException($"'{name}' is there twice.", nameof(modules));
            contents[hashed] = (type, content);
        }
    }

    /// <summary>The name with its content's hash: the module's, else the dashboard's own.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public string NameOf(string? module, string name)
        => (module is not null && _names.TryGetValue((module, name), out string? found)) || _names.TryGetValue(("", name), out found) ? found : throw new ArgumentException($"There is no '{name}'.", nameof(name));

    /// <summary>The styles of a module.</summary>
    public IReadOnlyList<string> StylesOf(string? module) => module is not null && _styles.TryGetValue(module, out string[]? styles) ? styles : [];

    /// <summary>Answers with one.</summary>
    public Task HandleAsync(HttpContext context)
    {
        string asked = context.Request.RouteValues["file"] as string ?? "";
        if (!_contents.TryGetValue(asked, out (string Type, byte[] Content) found))
            return Replies.TextAsync(context, StatusCodes.Status404NotFound, "Not Found");
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Replies.WriteAsync(context, StatusCodes.Status200OK, found.Type, found.Content);
    }

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(Assets).Assembly.GetManifestResourceStream($"Assets/{name}")!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
