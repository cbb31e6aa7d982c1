using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace IntelMQ.Bots.Parsers.AlienVault;

/// <summary>What a pulse says of all its indicators.</summary>
internal sealed class OtxPulse
{
    // What is larger is not repeated with each indicator.
    private const int MaxNew = 1024;

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "id", "_id", "name", "description", "author_name", "author", "created", "modified", "modified_text", "is_modified", "public", "adversary", "targeted_countries", "malware_families", "attack_ids",
        "industries", "TLP", "tlp", "tags", "references", "revision", "indicators", "extract_source", "more_indicators", "locked", "pulse_source", "cloned_from", "groups", "group_ids", "in_group", "export_count",
        "upvotes_count", "downvotes_count", "votes_count", "vote", "validator_count", "comment_count", "follower_count", "subscriber_count", "indicator_count", "indicator_type_counts", "is_author",
        "is_following", "is_subscribing", "is_subscribed", "threat_hunter_scannable", "threat_hunter_has_agents", "related_indicator_type", "related_indicator_is_active", "TLP_color");

    private readonly JsonElement _root;
    private readonly OrderedDictionary<string, JsonElement> _members;

    private OtxPulse(JsonElement root, OrderedDictionary<string, JsonElement> members, JsonElement indicators, long size)
    {
        _root = root;
        _members = members;
        Indicators = indicators;
        SizeOfEvents = size;
    }

    public JsonElement Indicators { get; }

    /// <summary>About how many bytes the events have together.</summary>
    public long SizeOfEvents { get; }

    /// <summary>Reads a pulse; <see langword="null"/> for what has no list of indicators.</summary>
    public static OtxPulse? Of(JsonElement root)
    {
        OrderedDictionary<string, JsonElement> members = JsonReport.Members(root);
        if (!members.TryGetValue("indicators", out JsonElement indicators) || indicators.ValueKind != JsonValueKind.Array)
            return null;
        long all = JsonMarshal.GetRawUtf8Value(root).Length;
        long own = JsonMarshal.GetRawUtf8Value(indicators).Length;
        return new OtxPulse(root, members, indicators, own + ((all - own) * indicators.GetArrayLength()));
    }

    /// <summary>The pulse with one indicator alone, for its failure.</summary>
    public byte[] With(JsonElement indicator)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach ((string name, JsonElement value) in _members)
            {
                writer.WritePropertyName(name);
                if (name != "indicators")
                {
                    value.WriteTo(writer);
                    continue;
                }

                writer.WriteStartArray();
                indicator.WriteTo(writer);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return text.ToArray();
    }

    public bool TryGet(string name, out JsonElement value) => _members.TryGetValue(name, out value);

    /// <summary>Keeps what pulses did not have when this was written.</summary>
    public void KeepNew(EventDraft draft) => NewMembers.Keep(draft, _root, Known, "", MaxNew);
}
