using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntelMQ.Misp.Client;

namespace IntelMQ.Misp.Validation;

/// <summary>
/// Holds a feed to what MISP asks of one: the list, the hashes, and of each event its members, tags, objects and attributes, their types,
/// categories and values (the core format of MISP, and the rules by which MISP takes attributes in).
/// </summary>
public sealed class MispFeedValidator
{
    private readonly List<string> _complaints = [];
    private readonly HashSet<string> _uuids = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _most;

    private MispFeedValidator(int most) => _most = most;

    /// <summary>Checks a feed.</summary>
    /// <param name="folder">The folder with <c>manifest.json</c>.</param>
    /// <param name="most">The most complaints that are wanted.</param>
    /// <returns>A sentence for each fault; empty where there is none.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> Check(string folder, int most = 100)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        var validator = new MispFeedValidator(most);
        validator.CheckFolder(folder);
        return validator._complaints;
    }

    private static readonly string[] NumbersOfEvents = ["timestamp", "publish_timestamp", "analysis", "threat_level_id"];

    private void CheckFolder(string folder)
    {
        if (Parse(Path.Combine(folder, "manifest.json"), "manifest.json") is not { ValueKind: JsonValueKind.Object } manifest)
        {
            Complain("manifest.json is missing or no JSON object");
            return;
        }

        Dictionary<string, HashSet<string>> hashes = ReadHashes(Path.Combine(folder, "hashes.csv"));
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in manifest.EnumerateObject())
        {
            listed.Add(entry.Name);
            Expect(Guid.TryParseExact(entry.Name, "D", out _), $"manifest.json: {entry.Name} is no UUID");
            if (Parse(Path.Combine(folder, $"{entry.Name}.json"), entry.Name) is { } file && MispAnswer.Event(file) is { } content)
                CheckEvent(entry, content, hashes.GetValueOrDefault(entry.Name) ?? []);
            else
                Complain($"{entry.Name}.json is missing or no event");
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)))
            Expect(file == "manifest" || listed.Contains(file), $"{file}.json is not in the manifest");
        foreach (string uuid in hashes.Keys)
            Expect(listed.Contains(uuid), $"hashes.csv names the event {uuid}, which is not in the manifest");
    }

    private void CheckEvent(JsonProperty entry, JsonElement content, HashSet<string> hashes)
    {
        string at = entry.Name;
        Expect(MispAnswer.Text(content, "uuid") == at, $"{at}: its uuid is another");
        Expect(_uuids.Add(at), $"{at}: its UUID is used twice");
        Expect(MispAnswer.Text(content, "info") is { Length: > 0 }, $"{at}: no info");
        Expect(DateTime.TryParseExact(MispAnswer.Text(content, "date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), $"{at}: date is no date");
        foreach (string name in NumbersOfEvents)
            Expect(content.TryGetProperty(name, out JsonElement number) && number.ValueKind == JsonValueKind.String && IsNumber(number.GetString()), $"{at}: {name} is no text of digits");
        Expect(MispAnswer.Text(content, "analysis") is "0" or "1" or "2", $"{at}: analysis is not 0 to 2");
        Expect(MispAnswer.Text(content, "threat_level_id") is "1" or "2" or "3" or "4", $"{at}: threat_level_id is not 1 to 4");
        Expect(content.TryGetProperty("published", out JsonElement published) && published.ValueKind is JsonValueKind.True or JsonValueKind.False, $"{at}: published is no boolean");
        CheckOwner(content, at);
        CheckTags(content, at);
        foreach (string name in (ReadOnlySpan<string>)["info", "date", "analysis", "threat_level_id", "timestamp"])
            Expect(MispAnswer.Text(entry.Value, name) == MispAnswer.Text(content, name), $"{at}: {name} differs between manifest and event");
        CheckOwner(entry.Value, $"manifest.json: {at}");
        foreach (JsonElement attribute in MispAnswer.List(content, "Attribute"))
            CheckAttribute(attribute, at, hashes);
        foreach (JsonElement one in MispAnswer.List(content, "Object"))
            CheckObject(one, at, hashes);
    }

    private void CheckObject(JsonElement one, string of, HashSet<string> hashes)
    {
        string at = $"{of}: object {MispAnswer.Text(one, "uuid")}";
        CheckUuid(one, at);
        foreach (string name in (ReadOnlySpan<string>)["name", "meta-category", "description", "template_version"])
            Expect(MispAnswer.Text(one, name) is { Length: > 0 }, $"{at}: no {name}");
        Expect(Guid.TryParseExact(MispAnswer.Text(one, "template_uuid"), "D", out _), $"{at}: template_uuid is no UUID");
        Expect(IsNumber(MispAnswer.Text(one, "timestamp")), $"{at}: timestamp is no text of digits");
        Expect(MispAnswer.List(one, "Attribute").Any(), $"{at}: no attributes");
        foreach (JsonElement attribute in MispAnswer.List(one, "Attribute"))
        {
            Expect(MispAnswer.Text(attribute, "object_relation") is { Length: > 0 }, $"{at}: an attribute without object_relation");
            CheckAttribute(attribute, at, hashes);
        }
    }

    private void CheckAttribute(JsonElement attribute, string of, HashSet<string> hashes)
    {
        string type = MispAnswer.Text(attribute, "type") ?? "";
        string category = MispAnswer.Text(attribute, "category") ?? "";
        string? value = MispAnswer.Text(attribute, "value");
        string at = $"{of}: attribute {MispAnswer.Text(attribute, "object_relation")} ({type})";
        CheckUuid(attribute, at);
        Expect(MispTypes.Has(category, type), $"{at}: the category '{category}' has no such type");
        bool isNumber = attribute.TryGetProperty("value", out JsonElement json) && json.ValueKind == JsonValueKind.Number;
        Expect(value is not null && MispValues.Accepts(type, value, isNumber), $"{at}: MISP does not take '{value}'");
        foreach (string name in (ReadOnlySpan<string>)["to_ids", "disable_correlation"])
            Expect(attribute.TryGetProperty(name, out JsonElement flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False, $"{at}: {name} is no boolean");
        Expect(IsNumber(MispAnswer.Text(attribute, "timestamp")), $"{at}: timestamp is no text of digits");
        Expect(MispAnswer.Text(attribute, "distribution") is null or [>= '0' and <= '5'], $"{at}: distribution is not 0 to 5");
        if (value is not null)
            Expect(hashes.Contains(Md5(value)), $"{at}: hashes.csv lacks its value");
    }

    private void CheckUuid(JsonElement one, string at)
    {
        string? uuid = MispAnswer.Text(one, "uuid");
        // MISP takes versions 0 to 5 alone.
        Expect(Guid.TryParseExact(uuid, "D", out _) && uuid[14] is >= '0' and <= '5' && "89abAB".Contains(uuid[19], StringComparison.Ordinal), $"{at}: its uuid is none that MISP takes");
        Expect(uuid is null || _uuids.Add(uuid), $"{at}: its UUID is used twice");
    }

    private void CheckOwner(JsonElement one, string at)
        => Expect(
            one.ValueKind == JsonValueKind.Object && one.TryGetProperty("Orgc", out JsonElement owner) && MispAnswer.Text(owner, "name") is { Length: > 0 } && Guid.TryParseExact(MispAnswer.Text(owner, "uuid"), "D", out _),
            $"{at}: Orgc lacks a name or a UUID");

    private void CheckTags(JsonElement content, string at)
    {
        foreach (JsonElement tag in MispAnswer.List(content, "Tag"))
        {
            Expect(MispAnswer.Text(tag, "name") is { Length: > 0 }, $"{at}: a tag without name");
            Expect(MispAnswer.Text(tag, "colour") is null or ['#', _, _, _, _, _, _], $"{at}: a tag whose colour is none");
        }
    }

    private Dictionary<string, HashSet<string>> ReadHashes(string path)
    {
        var hashes = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            Complain("hashes.csv is missing");
            return hashes;
        }

        foreach (string line in File.ReadLines(path))
        {
            string[] cells = line.Split(',');
            if (cells.Length != 2 || cells[0].Length != 32 || !cells[0].All(char.IsAsciiHexDigitLower) || !Guid.TryParseExact(cells[1], "D", out _))
            {
                Complain($"hashes.csv: '{line}' is no hash and UUID");
                continue;
            }

            if (!hashes.TryGetValue(cells[1], out HashSet<string>? own))
                hashes[cells[1]] = own = new HashSet<string>(StringComparer.Ordinal);
            own.Add(cells[0]);
        }

        return hashes;
    }

    private JsonElement? Parse(string path, string name)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var reader = new Utf8JsonReader(File.ReadAllBytes(path));
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException exception)
        {
            Complain($"{name}: {exception.Message}");
            return null;
        }
    }

#pragma warning disable CA5351 // The hash that the format is defined with; nothing is secured by it.
    private static string Md5(string value) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value)));
#pragma warning restore CA5351

    private static bool IsNumber(string? text) => text is { Length: > 0 } && text.All(char.IsAsciiDigit);

    private void Expect(bool holds, string complaint)
    {
        if (!holds)
            Complain(complaint);
    }

    private void Complain(string complaint)
    {
        if (_complaints.Count < _most)
            _complaints.Add(complaint);
    }
}
