using System.Text.Json;
using IntelMQ.Bots.Parsers.Shadowserver;

namespace IntelMQ.Bots.Feeds.Shadowserver;

/// <summary>Compares two schemas by what they make of reports.</summary>
internal static class ShadowserverSchemaComparison
{
    public static ShadowserverSchemaDifference Compare(ShadowserverSchema? old, ShadowserverSchema fresh)
    {
        Dictionary<string, ShadowserverReportType> before = TypesOf(old);
        Dictionary<string, ShadowserverReportType> now = TypesOf(fresh);
        return new ShadowserverSchemaDifference
        {
            OldDate = old?.DateCreated,
            NewDate = fresh.DateCreated ?? "",
            AddedTypes = [.. now.Keys.Except(before.Keys).Order(StringComparer.Ordinal)],
            RemovedTypes = [.. before.Keys.Except(now.Keys).Order(StringComparer.Ordinal)],
            ChangedTypes = [.. now.Keys.Intersect(before.Keys).Order(StringComparer.Ordinal).Select(type => Compare(type, before[type], now[type])).Where(static type => type.Lines.Any())],
        };
    }

    private static ShadowserverTypeDifference Compare(string type, ShadowserverReportType old, ShadowserverReportType fresh)
    {
        Dictionary<string, string> before = ColumnsOf(old.Entry);
        Dictionary<string, string> now = ColumnsOf(fresh.Entry);
        return new ShadowserverTypeDifference(
            type,
            [.. now.Keys.Except(before.Keys)],
            [.. before.Keys.Except(now.Keys)],
            [.. Changes(before, now, onlyCommon: true)],
            [.. Changes(ConstantsOf(old), ConstantsOf(fresh), onlyCommon: false)]);
    }

    private static IEnumerable<string> Changes(Dictionary<string, string> before, Dictionary<string, string> now, bool onlyCommon)
        => before.Keys.Union(now.Keys)
            .Where(name => !onlyCommon || (before.ContainsKey(name) && now.ContainsKey(name)))
            .Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name}: {before.GetValueOrDefault(name, "none")} → {now.GetValueOrDefault(name, "none")}");

    private static Dictionary<string, ShadowserverReportType> TypesOf(ShadowserverSchema? schema)
        => schema?.Types.ToDictionary(static type => type.FileName, StringComparer.Ordinal) ?? [];

    // A column may become several fields.
    private static Dictionary<string, string> ColumnsOf(JsonElement entry)
    {
        var columns = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string section, string word) in (ReadOnlySpan<(string, string)>)[("required_fields", "required "), ("optional_fields", "")])
        {
            if (!entry.TryGetProperty(section, out JsonElement rules) || rules.ValueKind != JsonValueKind.Array)
                continue;
            foreach (JsonElement rule in rules.EnumerateArray())
            {
                if (rule.ValueKind != JsonValueKind.Array || rule.GetArrayLength() < 2)
                    continue;
                string[] cells = [.. rule.EnumerateArray().Select(TextOf)];
                string meaning = $"{word}{cells[0]}{(cells.Length > 2 && cells[2].Length > 0 ? $" ({string.Join(' ', cells[2..])})" : "")}";
                columns[cells[1]] = columns.TryGetValue(cells[1], out string? other) ? $"{other}, {meaning}" : meaning;
            }
        }

        return new Dictionary<string, string>(columns, StringComparer.Ordinal);
    }

    private static Dictionary<string, string> ConstantsOf(ShadowserverReportType type)
    {
        var constants = new Dictionary<string, string>(StringComparer.Ordinal) { ["feed.name"] = type.FeedName };
        if (type.Entry.TryGetProperty("constant_fields", out JsonElement fields) && fields.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty field in fields.EnumerateObject())
                constants[field.Name] = TextOf(field.Value);
        }

        return constants;
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };
}
