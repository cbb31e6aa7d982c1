using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Http;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V1;

/// <summary>Shows the files of one folder, links followed, as text that no browser runs.</summary>
internal sealed class BotFiles(string folder)
{
    private const int MostBytes = 1024 * 1024;
    private const int MostEntries = 1000;
    private const int MostLinks = 20;

    /// <summary>Answers with a file's content, or with a folder's list.</summary>
    /// <returns>The list, or that there is nothing of the kind; <see langword="null"/> where a file was written.</returns>
    public async Task<JsonNode?> AnswerAsync(HttpContext context, string path)
    {
        if (RealOf(folder) is not { } root || RealOf(path) is not { } real || !(real == root || real.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal)))
            return new JsonArray("Unknown resource");
        if (Directory.Exists(real))
            return List(real);
        var file = new FileStream(real, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using (file.ConfigureAwait(false))
        {
            byte[] content = new byte[(int)Math.Min(file.Length, MostBytes)];
            int read = await file.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
            context.Response.Headers.ContentDisposition = "attachment";
            await Replies.WriteAsync(context, StatusCodes.Status200OK, "text/plain; charset=utf-8", content[..read]).ConfigureAwait(false);
        }

        return null;
    }

    private static JsonObject List(string real)
    {
        var files = new JsonObject();
        foreach (FileSystemInfo entry in new DirectoryInfo(real).EnumerateFileSystemInfos().OrderBy(static entry => entry.Name, StringComparer.Ordinal).Take(MostEntries))
            files[entry.Name] = new JsonObject { ["size"] = entry is FileInfo file ? file.Length : 0, ["path"] = entry.FullName };
        return new JsonObject { ["directory"] = real, ["files"] = files };
    }

    // The path with every link in it followed, those in what links name as well; null where nothing is there.
    private static string? RealOf(string path, int links = 0)
    {
        if (links > MostLinks || path.Length == 0 || !Path.IsPathRooted(path) || path.Contains('\0', StringComparison.Ordinal))
            return null;
        string real = Path.GetPathRoot(path)!;
        foreach (string part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            try
            {
                FileSystemInfo info = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
                if (!info.Exists)
                    return null;
                if (info.LinkTarget is not null)
                    real = RealOf(Path.GetFullPath(info.LinkTarget, Path.GetDirectoryName(real)!), links + 1) ?? "";
                if (real.Length == 0)
                    return null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return real;
    }
}
