using System.Runtime.InteropServices;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>A file or folder as GitHub lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Sha">What changes with its content.</param>
/// <param name="Url">Where a file is downloaded, a folder listed.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Metadata">The members that go along, as a JSON object; <see langword="null"/> for none.</param>
internal sealed record GitHubFile(string Name, string Path, string Sha, Uri Url, bool IsFolder, byte[]? Metadata)
{
    /// <summary>Reads one; <see langword="null"/> where it is neither.</summary>
    public static GitHubFile? Of(JsonElement item, IReadOnlyList<string> members)
    {
        bool isFolder = Text(item, "type") == "dir";
        if (Text(item, "name") is not { } name || (!isFolder && Text(item, "type") != "file"))
            return null;
        return Uri.TryCreate(Text(item, isFolder ? "url" : "download_url"), UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http"
            ? new GitHubFile(name, Text(item, "path") ?? name, Text(item, "sha") ?? "", url!, isFolder, isFolder ? null : MetadataOf(item, members))
            : null;
    }

    private static byte[]? MetadataOf(JsonElement item, IReadOnlyList<string> members)
    {
        var json = new Utf8Buffer(256);
        foreach (string member in members)
        {
            if (member.Length == 0 || !item.TryGetProperty(member, out JsonElement value))
                continue;
            json.Append(json.Length == 0 ? "{"u8 : ", "u8);
            PythonJson.WriteString(System.Text.Encoding.UTF8.GetBytes(member), json, ascii: false);
            json.Append(": "u8);
            PythonJson.TryWrite(JsonMarshal.GetRawUtf8Value(value), json, ascii: false, sortKeys: false);
        }

        if (json.Length == 0)
            return null;
        json.Append("}"u8);
        return json.WrittenSpan.ToArray();
    }

    private static string? Text(JsonElement item, string name)
        => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
