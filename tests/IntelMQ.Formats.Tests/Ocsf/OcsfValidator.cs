using System.Text.Json;

namespace IntelMQ.Formats.Tests.Ocsf;

/// <summary>Holds findings to what OCSF requires of their classes and objects, as far as they are used.</summary>
internal static class OcsfValidator
{
    private static readonly string[] Base =
    [
        "activity_id", "activity_name", "category_name", "category_uid", "class_name", "class_uid", "comment", "evidences", "finding_info", "malware", "message", "metadata", "resources",
        "severity", "severity_id", "status_id", "time", "type_uid", "unmapped", "vulnerabilities",
    ];

    // By object: the members that there may be, those that there must be, and those of which one must be.
    private static readonly Dictionary<string, (string[] Known, string[] Required, string[] OneOf)> Objects = new(StringComparer.Ordinal)
    {
        ["metadata"] = (["log_name", "log_provider", "logged_time", "product", "version"], ["product", "version"], []),
        ["product"] = (["name", "vendor_name"], [], ["name", "uid"]),
        ["finding_info"] = (["desc", "first_seen_time", "src_url", "title", "types", "uid"], ["uid"], []),
        ["evidences"] = (["connection_info", "dst_endpoint", "file", "src_endpoint", "url", "user"], [], ["connection_info", "dst_endpoint", "file", "src_endpoint", "url", "user"]),
        ["src_endpoint"] = (["autonomous_system", "hostname", "ip", "location", "port"], [], ["ip", "hostname"]),
        ["dst_endpoint"] = (["autonomous_system", "hostname", "ip", "location", "port"], [], ["ip", "hostname"]),
        ["autonomous_system"] = (["name", "number"], [], ["name", "number"]),
        ["location"] = (["city", "country"], [], ["city", "country"]),
        ["connection_info"] = (["direction_id", "protocol_name"], ["direction_id"], []),
        ["file"] = (["hashes", "name", "type_id"], ["name", "type_id"], []),
        ["hashes"] = (["algorithm_id", "value"], ["algorithm_id", "value"], []),
        ["url"] = (["url_string"], [], ["url_string", "hostname"]),
        ["user"] = (["name"], [], ["name", "uid"]),
        ["malware"] = (["classification_ids", "name"], ["classification_ids"], ["name", "uid"]),
        ["resources"] = (["hostname", "ip"], [], ["hostname", "ip", "name", "uid"]),
        ["vulnerabilities"] = (["advisory", "cve"], [], ["advisory", "cve", "cwe"]),
        ["advisory"] = (["uid"], ["uid"], []),
        ["cve"] = (["uid"], ["uid"], []),
    };

    private static readonly string[] Numbers = ["activity_id", "algorithm_id", "category_uid", "class_uid", "direction_id", "first_seen_time", "logged_time", "number", "port", "severity_id", "status_id", "time", "type_id", "type_uid"];
    private static readonly string[] Lists = ["classification_ids", "evidences", "hashes", "malware", "resources", "types", "vulnerabilities"];

    public static IEnumerable<string> Complaints(JsonElement finding)
    {
        foreach (string required in (string[])["activity_id", "category_uid", "class_uid", "finding_info", "metadata", "severity_id", "time", "type_uid"])
        {
            if (!finding.TryGetProperty(required, out _))
                yield return $"{required} is missing";
        }

        int kind = finding.GetProperty("class_uid").GetInt32();
        if (finding.GetProperty("type_uid").GetInt64() != (kind * 100) + finding.GetProperty("activity_id").GetInt32())
            yield return "type_uid is not made of class and activity";
        if (finding.GetProperty("category_uid").GetInt32() != kind / 1000)
            yield return "category_uid is another than that of the class";
        if (kind == 2002 && !finding.TryGetProperty("vulnerabilities", out _))
            yield return "vulnerabilities is missing";
        if (finding.GetProperty("severity_id").GetInt32() is < 0 or > 6)
            yield return "severity_id is none that OCSF knows";
        foreach (string complaint in Members("", finding, Base))
            yield return complaint;
    }

    private static IEnumerable<string> Members(string place, JsonElement element, string[] known)
    {
        foreach (JsonProperty member in element.EnumerateObject())
        {
            string name = $"{place}.{member.Name}";
            if (!known.Contains(member.Name))
                yield return $"{name} is no member that OCSF has there";
            if (Lists.Contains(member.Name) != (member.Value.ValueKind == JsonValueKind.Array))
                yield return $"{name} is a list, or none, as OCSF has it not";
            foreach (JsonElement value in member.Value.ValueKind == JsonValueKind.Array ? [.. member.Value.EnumerateArray()] : (JsonElement[])[member.Value])
            {
                foreach (string complaint in Value(member.Name, name, value))
                    yield return complaint;
            }
        }
    }

    private static IEnumerable<string> Value(string member, string place, JsonElement value)
    {
        if (member == "unmapped")
            return value.ValueKind == JsonValueKind.Object ? [] : [$"{place} is no object"];
        if (Objects.TryGetValue(member, out (string[] Known, string[] Required, string[] OneOf) rule))
        {
            if (value.ValueKind != JsonValueKind.Object)
                return [$"{place} is no object"];
            IEnumerable<string> missing = rule.Required.Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{place} lacks {name}");
            if (rule.OneOf.Length > 0 && !Array.Exists(rule.OneOf, name => value.TryGetProperty(name, out _)))
                missing = missing.Append($"{place} has none of {string.Join(", ", rule.OneOf)}");
            return missing.Concat(Members(place, value, rule.Known));
        }

        bool isNumber = Numbers.Contains(member) || member == "classification_ids";
        return isNumber == (value.ValueKind == JsonValueKind.Number) && (isNumber || value.ValueKind == JsonValueKind.String) ? [] : [$"{place} is of another type: {value}"];
    }
}
