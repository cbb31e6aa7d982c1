using System.Text.Json;
using IntelMQ.Bots.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>A server for RDAP: its URL, which ends with a slash, and a token for it.</summary>
internal sealed record RdapServer(string Url, string? Token)
{
    public static RdapServer? Of(string? url, string? token)
        => url is not null && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https"
            ? new RdapServer(url.TrimEnd('/') + "/", token)
            : null;

    /// <summary>Reads a parameter: a URL, or an object with it and how to authenticate; null where it is neither.</summary>
    public static RdapServer? Read(JsonElement server)
    {
        if (server.Text() is { } url)
            return Of(url, null);
        JsonElement authentication = server.At("auth");
        if (authentication.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return Of(server.At("url").Text(), null);
        return authentication.At("type").Text() == "jwt" && authentication.At("token").Text() is { Length: > 0 } token
            ? Of(server.At("url").Text(), token)
            : null;
    }
}
