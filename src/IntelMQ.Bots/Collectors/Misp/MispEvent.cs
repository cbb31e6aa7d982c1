using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>An event of MISP as it becomes a report.</summary>
/// <param name="Json">The event, its members in order of their names.</param>
/// <param name="Digest">What changes with its content, whatever its tags and times.</param>
internal sealed record MispEvent(byte[] Json, string Digest)
{
    /// <summary>Reads one; <see langword="null"/> where it is none.</summary>
    public static MispEvent? Of(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("Event", out JsonElement content) || content.ValueKind != JsonValueKind.Object)
            return null;
        var json = new Utf8Buffer(4096);
        if (!PythonJson.TryWrite(JsonMarshal.GetRawUtf8Value(content), json, ascii: true, sortKeys: true))
            return null;
        return new MispEvent(json.WrittenSpan.ToArray(), DigestOf(content));
    }

    private static string DigestOf(JsonElement content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var part = new Utf8Buffer(1024);
        foreach (JsonProperty member in content.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
        {
            if (member.Name is "Tag" or "EventTag" or "timestamp" or "publish_timestamp" or "published" or "sighting_timestamp")
                continue;
            part.Clear();
            PythonJson.WriteString(System.Text.Encoding.UTF8.GetBytes(member.Name), part, ascii: true);
            PythonJson.TryWrite(JsonMarshal.GetRawUtf8Value(member.Value), part, ascii: true, sortKeys: true);
            hash.AppendData(part.WrittenSpan);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
