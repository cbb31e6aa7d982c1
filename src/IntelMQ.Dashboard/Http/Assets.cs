using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.Http;

/// <summary>Style, script and picture of the pages, out of this assembly, under names that change with their content.</summary>
internal static class Assets
{
    private static readonly FrozenDictionary<string, (string Name, string Type, byte[] Content)> ByName = Load();

    /// <summary>The name with its content's hash.</summary>
    public static string NameOf(string name) => ByName[name].Name;

    /// <summary>Answers with one.</summary>
    public static Task HandleAsync(HttpContext context)
    {
        string asked = context.Request.RouteValues["file"] as string ?? "";
        foreach ((string name, string type, byte[] content) in ByName.Values)
        {
            if (name != asked)
                continue;
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Replies.WriteAsync(context, StatusCodes.Status200OK, type, content);
        }

        return Replies.TextAsync(context, StatusCodes.Status404NotFound, "Not Found");
    }

    private static FrozenDictionary<string, (string Name, string Type, byte[] Content)> Load()
    {
        var all = new Dictionary<string, (string, string, byte[])>(StringComparer.Ordinal);
        foreach ((string name, string type) in ((string, string)[])[("pages.css", "text/css; charset=utf-8"), ("live.js", "text/javascript; charset=utf-8"), ("icon.svg", "image/svg+xml")])
        {
            using Stream stream = typeof(Assets).Assembly.GetManifestResourceStream($"Assets/{name}")!;
            using var content = new MemoryStream();
            stream.CopyTo(content);
            byte[] bytes = content.ToArray();
            all[name] = ($"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}-{name}", type, bytes);
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
