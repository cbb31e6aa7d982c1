using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.AlienVault;

/// <summary>What an indicator of a pulse becomes, by its type.</summary>
internal static class OtxIndicator
{
    public static JsonElement Nothing { get; } = JsonDocument.Parse("null"u8.ToArray()).RootElement;

    /// <summary>Stores an indicator.</summary>
    /// <returns>Whether indicators of the type are supported.</returns>
    public static bool TryAdd(EventDraft draft, string type, string value)
    {
        switch (type)
        {
            case "FileHash-SHA256":
                draft.Add(Fields.Malware.Hash.Sha256, value);
                return true;
            case "FileHash-SHA1":
                draft.Add(Fields.Malware.Hash.Sha1, value);
                return true;
            case "FileHash-MD5":
                draft.Add(Fields.Malware.Hash.Md5, value);
                return true;
            case "hostname" or "domain":
                AddHost(draft, value);
                return true;
            case "IPv4" or "IPv6":
                draft.Add(Fields.Source.Ip, value);
                return true;
            case "email":
                draft.Add(Fields.Source.Account, value);
                return true;
            case "URL" or "URI":
                if (!draft.AddIfValid(Fields.Source.Url, UrlOf(value)))
                    AddBrokenUrl(draft, type, value);
                return true;
            case "CIDR":
                draft.Add(Fields.Source.Network, value);
                return true;
            case "CVE":
                return true;
            default:
                return false;
        }
    }

    private static void AddHost(EventDraft draft, string value)
    {
        string url = UrlOf(value);
        bool hasPath = UrlParts.TrySplit(Encoding.UTF8.GetBytes(url), out UrlParts parts) && !parts.Path.IsEmpty;
        if (hasPath)
            draft.Add(Fields.Source.Url, url);
        else
            draft.Add(Fields.Source.Fqdn, value);
    }

    private static void AddBrokenUrl(EventDraft draft, string type, string value)
    {
        if (type == "URI")
            draft.Add(Fields.Source.UrlPath, value);
        else
            draft.Fail(Fields.Source.Url.Name, "is not a URL");
    }

    private static string UrlOf(string value) => value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value;
}
