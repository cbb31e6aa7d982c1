using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.AlienVault;

/// <summary>What an indicator of a pulse becomes, by its type.</summary>
internal static class OtxIndicator
{
    private static readonly string[] AsTheyStand = ["tags", "industries", "adversary"];

    private static readonly FrozenSet<string> Members = FrozenSet.Create(
        StringComparer.Ordinal,
        "id", "_id", "indicator", "type", "created", "content", "title", "description", "expiration", "is_active", "role", "pulse_key", "access_type", "access_reason", "access_groups", "observations", "slug");

    // Indicators that no field can hold, and that IntelMQ passes over.
    private static readonly FrozenSet<string> PassedOver = FrozenSet.Create(
        StringComparer.Ordinal, "FileHash-PEHASH", "FileHash-IMPHASH", "FilePath", "Mutex", "YARA", "JA3", "BitcoinAddress", "SSLCertFingerprint", "osquery");

    /// <summary>Reads an indicator.</summary>
    /// <returns>
    /// Whether the indicator makes an event; where not, the draft is nothing. One of a type that is not known is kept below <c>extra.</c>
    /// </returns>
    public static bool TryRead(EventDraft draft, OtxPulse pulse, JsonElement indicator)
    {
        if (indicator.ValueKind != JsonValueKind.Object)
        {
            draft.Fail(null, "has an indicator that is not an object");
            return true;
        }

        if (Text(draft, indicator, "type") is not { } type || Text(draft, indicator, "indicator") is not { } value)
            return true;
        if (PassedOver.Contains(type))
            return false;
        if (!TryAdd(draft, type, value))
        {
            draft.Keep("indicator", value);
            draft.Keep("indicator_type", type);
        }

        AddExtra(draft, pulse, indicator, type == "CVE" ? value : null);
        if (pulse.TryGet("TLP", out JsonElement tlp))
            draft.AddDetail(Fields.Tlp, JsonReport.ValueOf(tlp), "tlp");
        if (pulse.TryGet("description", out JsonElement description))
            draft.AddDetail(Fields.Comment, JsonReport.ValueOf(description), "description");
        pulse.KeepNew(draft);
        NewMembers.Keep(draft, indicator, Members, "");
        draft.Add(Fields.Classification.Type, ClassificationType.Blacklist);
        if (!indicator.TryGetProperty("created", out JsonElement created))
            return true;
        if (created.ValueKind == JsonValueKind.String)
            draft.Add(Fields.Time.Source, WithZone(created.GetString()!, ""));
        else
            draft.Keep("created", JsonReport.ValueOf(created));
        return true;
    }

    private static void AddExtra(EventDraft draft, OtxPulse pulse, JsonElement indicator, string? cve)
    {
        var extra = new ExtraMap();
        AddIfThere(extra, pulse, "author_name", "author");
        AddIfThere(extra, pulse, "name", "pulse");
        if (cve is not null)
            extra.Add("cve", cve);
        if (indicator.TryGetProperty("pulse_key", out JsonElement key))
            extra.Add("pulse_key", key);
        else
            AddIfThere(extra, pulse, "id", "pulse_key");
        foreach (string name in AsTheyStand)
        {
            if (pulse.TryGet(name, out JsonElement value))
                extra.Add(name, value);
        }

        if (pulse.TryGet("modified", out JsonElement modified) && modified.ValueKind == JsonValueKind.String)
            extra.Add("time_updated", WithZone(modified.GetString()!, ".00+00:00"));
        if (pulse.TryGet("targeted_countries", out JsonElement countries) && countries.ValueKind == JsonValueKind.Array && countries.GetArrayLength() > 0)
            extra.Add("targeted_countries", countries);
        extra.Store(draft);
    }

    private static void AddIfThere(ExtraMap extra, OtxPulse pulse, string member, string name)
    {
        if (pulse.TryGet(member, out JsonElement value))
            extra.Add(name, value);
    }

    // As IntelMQ does: of six digits behind the second two are kept.
    private static string WithZone(string time, string otherwise)
        => time.Contains('.', StringComparison.Ordinal) && time.Length > 4 ? time[..^4] + "+00:00" : time + otherwise;

    private static string? Text(EventDraft draft, JsonElement indicator, string name)
    {
        if (indicator.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String)
            return value.GetString();
        draft.Fail(null, $"has an indicator without a text in {name}");
        return null;
    }

    private static bool TryAdd(EventDraft draft, string type, string value)
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
