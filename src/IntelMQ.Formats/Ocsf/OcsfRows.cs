using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>The members of findings that are made of more than a field's value.</summary>
internal static partial class OcsfRows
{
    private static readonly MemberPath Product = MemberPath.Parse("metadata.product.name");

    private static readonly (int Algorithm, Field<string> Field)[] Hashes = [(1, Fields.Malware.Hash.Md5), (2, Fields.Malware.Hash.Sha1), (3, Fields.Malware.Hash.Sha256)];

    /// <summary>Whether an event is a Vulnerability Finding.</summary>
    public static bool IsVulnerable(Event message) => message[Fields.Classification.Type] is { } type && ClassificationTaxonomy.Of(type) == ClassificationTaxonomy.Vulnerable;

    /// <summary>A number that follows from the event.</summary>
    public static MadeRow Number(string field, string member, string note, Func<Event, long> value, Func<Event, bool>? has = null) => new(
        new FormatRow(field, member, FormatDirection.Written, note), has, (message, json) => json.WriteNumberValue(value(message)));

    /// <summary>A text that follows from the event; none where it is <see langword="null"/>.</summary>
    public static MadeRow Text(string field, string member, string note, Func<Event, string?> value) => new(
        new FormatRow(field, member, FormatDirection.Written, note), message => value(message) is not null, (message, json) => json.WriteStringValue(value(message)));

    /// <summary>Milliseconds since 1970 of the first time that there is.</summary>
    public static MadeRow Time(string member, params Field<DateTimeOffset>[] fields) => Number(
        string.Join(", ", fields.Select(static field => field.Name)),
        member,
        "Milliseconds since 1970, of the first of them.",
        message => Array.Find(fields, message.Contains) is { } field ? message[field]!.Value.ToUnixTimeMilliseconds() : 0,
        message => fields.Length > 1 || message.Contains(fields[0]));

    /// <summary>The number of a severity; 0 where the word is none of OCSF's.</summary>
    public static int SeverityOf(Event message) => message[Fields.Severity]?.ToLowerInvariant() switch
    {
        "info" or "informational" => 1,
        "low" => 2,
        "medium" => 3,
        "high" => 4,
        "critical" => 5,
        _ => 0,
    };

    /// <summary>The hashes of a file, and the name that OCSF wants of it.</summary>
    public static IEnumerable<JsonRow> File()
    {
        Func<Event, bool> has = static message => !IsVulnerable(message) && Array.Exists(Hashes, hash => message.Contains(hash.Field));
        yield return new MadeRow(new FormatRow("malware.hash.md5, malware.hash.sha1, malware.hash.sha256", "evidences[0].file.name", FormatDirection.Written, "The first of them."), has, static (message, json) => json.WriteStringValue(message[Array.Find(Hashes, hash => message.Contains(hash.Field)).Field]));
        yield return new MadeRow(new FormatRow("", "evidences[0].file.type_id", FormatDirection.Written, "`1`, a regular file."), has, static (_, json) => json.WriteNumberValue(1));
        yield return new MadeRow(
            new FormatRow("malware.hash.md5, malware.hash.sha1, malware.hash.sha256", "evidences[0].file.hashes", Note: "By `algorithm_id`: 1, 2, 3."),
            has,
            static (message, json) =>
            {
                json.WriteStartArray();
                foreach ((int algorithm, Field<string> field) in Hashes)
                {
                    if (message[field] is not { } hash)
                        continue;
                    json.WriteStartObject();
                    json.WriteNumber("algorithm_id", algorithm);
                    json.WriteString("value", hash);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            },
            static (value, reading) =>
            {
                foreach (JsonElement hash in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [])
                {
                    if (hash.ValueKind == JsonValueKind.Object && hash.TryGetProperty("algorithm_id", out JsonElement id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out int algorithm)
                        && Array.Find(Hashes, known => known.Algorithm == algorithm).Field is { } field)
                        reading.Set(field.Name, hash.Text("value"), "file.hashes");
                }
            });
    }

    /// <summary>The weaknesses of a Vulnerability Finding: an object for each CVE number, or one that says what was seen.</summary>
    public static MadeRow Weaknesses() => new(
        new FormatRow("product.vulnerabilities, classification.identifier, classification.type", "vulnerabilities", FormatDirection.Written, "An object for each CVE number; without one, an advisory named by the identifier or the type."),
        IsVulnerable,
        static (message, json) =>
        {
            string[] numbers = [.. Cve().Matches(message[Fields.Product.Vulnerabilities] ?? "").Select(static match => match.Value).Distinct(StringComparer.Ordinal)];
            json.WriteStartArray();
            foreach (string number in numbers)
                WriteWeakness(json, "cve", number);
            if (numbers.Length == 0)
                WriteWeakness(json, "advisory", message[Fields.Classification.Identifier] ?? message[Fields.Classification.Type]!);
            json.WriteEndArray();
        });

    /// <summary>The time of documents of other programs.</summary>
    public static ReadRow OtherTime() => new(
        new FormatRow("time.source", "time", FormatDirection.Read, "Of other programs' findings."),
        static (value, reading) =>
        {
            if (!IsOurs(reading.Document) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long milliseconds) && milliseconds is >= 0 and < 253_402_300_800_000)
                reading.Set("time.source", DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture), "time");
        });

    private static bool IsOurs(JsonElement document) => JsonTable.Find(document, Product) is { ValueKind: JsonValueKind.String } product && product.ValueEquals("IntelMQ for .NET"u8);

    private static void WriteWeakness(Utf8JsonWriter json, string kind, string uid)
    {
        json.WriteStartObject();
        json.WriteStartObject(kind);
        json.WriteString("uid", uid);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    [GeneratedRegex("CVE-[0-9]{4}-[0-9]{4,19}", RegexOptions.CultureInvariant)]
    private static partial Regex Cve();
}
