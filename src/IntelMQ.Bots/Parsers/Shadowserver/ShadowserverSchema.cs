using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>
/// Shadowserver's schema of its reports: a JSON object with an entry for each report type (<c>feed_name</c>, <c>file_name</c>,
/// <c>required_fields</c>, <c>optional_fields</c>, <c>constant_fields</c>, <c>url</c>) and <c>_meta</c>. Maps are made of entries when
/// they are first needed.
/// </summary>
internal sealed class ShadowserverSchema
{
    private readonly Dictionary<string, ShadowserverReportType> _byFileName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ShadowserverReportType> _byFeedName = new(StringComparer.Ordinal);

    private ShadowserverSchema(JsonElement root)
    {
        foreach (JsonProperty entry in root.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Object)
                continue;
            if (entry.Name == "_meta")
            {
                DateCreated = entry.Value.TryGetProperty("date_created", out JsonElement date) && date.ValueKind == JsonValueKind.String ? date.GetString() : null;
                continue;
            }

            var type = new ShadowserverReportType(entry.Name, entry.Value);
            _byFileName[type.FileName] = type;
            _byFeedName[type.FeedName] = type;
        }
    }

    /// <summary>When Shadowserver made the schema, as it says; <see langword="null"/> where it does not.</summary>
    public string? DateCreated { get; }

    /// <summary>The report types.</summary>
    public IEnumerable<ShadowserverReportType> Types => _byFileName.Values;

    /// <summary>How many report types there are.</summary>
    public int Count => _byFileName.Count;

    /// <summary>Reads a schema.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="error">What is wrong, as the end of a sentence that begins with the schema.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ShadowserverSchema? schema, [NotNullWhen(false)] out string? error)
    {
        schema = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(JsonUnicode.Repair(json), new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                error = "is not a JSON object";
                return false;
            }

            schema = new ShadowserverSchema(document.RootElement.Clone());
            error = null;
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            error = $"is not JSON: {exception.Message}";
            return false;
        }
    }

    /// <summary>Finds a report type by the name in its files' names.</summary>
    public bool TryGetByFileName(string name, [NotNullWhen(true)] out ShadowserverReportType? type) => _byFileName.TryGetValue(name, out type);

    /// <summary>Finds a report type by its feed's name.</summary>
    public bool TryGetByFeedName(string name, [NotNullWhen(true)] out ShadowserverReportType? type) => _byFeedName.TryGetValue(name, out type);
}
