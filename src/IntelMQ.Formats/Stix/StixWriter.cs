using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>Makes the objects of a bundle of an event: who says it, what was seen, what it indicates, and that it was sighted.</summary>
internal sealed partial class StixWriter(Event message, StixObjects objects)
{
    private readonly Guid _event = NameUuid.Of(message);
    private readonly string _created = StixTime.Created(message);
    private readonly string? _type = message[Fields.Classification.Type];
    private string? _identity;
    private string? _marking;

    /// <summary>Adds the objects.</summary>
    public void Add()
    {
        var seen = new StixObservables(message, objects);
        seen.Add();
        _identity = message[Fields.Feed.Provider] is { } provider ? Identity(provider) : null;
        _marking = message[Fields.Tlp] is { } tlp ? Marking(tlp == Tlp.White ? Tlp.Clear : tlp) : null;
        if (_identity is not null)
            seen.Hold(Fields.Feed.Provider);
        if (_marking is not null && message[Fields.Tlp] != Tlp.White)
            seen.Hold(Fields.Tlp);
        string? malware = message[Fields.Malware.Name] is { } name ? Malware(name) : null;
        List<string> weaknesses = [.. Cve().Matches(message[Fields.Product.Vulnerabilities] ?? "").Select(static match => match.Value).Distinct(StringComparer.Ordinal).Select(Weakness)];
        string? indicator = _type is not null && StixNames.IndicatorTypeOf(_type) is { } kind && StixPattern.Of(message) is { } pattern ? Indicator(kind, pattern) : null;
        if (malware is not null)
            seen.Hold(Fields.Malware.Name);
        string observed = Observed(seen);
        foreach (string? of in (string?[])[indicator, malware, .. weaknesses])
        {
            if (of is not null)
                Sighting(of, observed);
        }

        if (indicator is not null && malware is not null)
            Relationship(indicator, malware);
    }

    private string Identity(string provider) => objects.Add("identity", NameUuid.Of(StixNames.Objects, $"identity {provider}"), json =>
    {
        Times(json, StixNames.FixedTime);
        json.WriteString("name", provider);
        json.WriteString("identity_class", "organization");
    });

    private string Marking(string label) => objects.Add(StixNames.Markings[label], "marking-definition", json =>
    {
        json.WriteString("created", "2022-10-01T00:00:00.000Z");
        json.WriteString("name", $"TLP:{label}");
        json.WriteStartObject("extensions");
        json.WriteStartObject(StixNames.TlpExtension);
        json.WriteString("extension_type", "property-extension");
        json.WriteString("tlp_2_0", label.ToLowerInvariant());
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private string Malware(string name) => objects.Add("malware", NameUuid.Of(StixNames.Objects, $"malware {name}"), json =>
    {
        Times(json, StixNames.FixedTime);
        json.WriteString("name", name);
        json.WriteBoolean("is_family", true);
    });

    private string Weakness(string number) => objects.Add("vulnerability", NameUuid.Of(StixNames.Objects, $"vulnerability {number}"), json =>
    {
        Times(json, StixNames.FixedTime);
        json.WriteString("name", number);
        json.WriteStartArray("external_references");
        json.WriteStartObject();
        json.WriteString("source_name", "cve");
        json.WriteString("external_id", number);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private string Indicator(string kind, string pattern) => objects.Add("indicator", Of("indicator"), json =>
    {
        Common(json);
        json.WriteString("name", message[Fields.Classification.Identifier] ?? _type);
        if (message[Fields.EventDescription.Text] is { } text)
            json.WriteString("description", text);
        json.WriteStartArray("indicator_types");
        json.WriteStringValue(kind);
        json.WriteEndArray();
        json.WriteString("pattern", pattern);
        json.WriteString("pattern_type", "stix");
        json.WriteString("valid_from", StixTime.Of(message));
    });

    private string Observed(StixObservables seen)
    {
        bool hasRest = false;
        foreach (FieldEntry field in message)
            hasRest |= !seen.Holds(field.Key.Name);
        if (hasRest)
            AddDefinition();
        return objects.Add("observed-data", Of("observed-data"), json =>
        {
            Common(json);
            json.WriteString("first_observed", StixTime.Of(message));
            json.WriteString("last_observed", StixTime.Of(message));
            json.WriteNumber("number_observed", 1);
            Refs(json, "object_refs", seen.Refs);
            if (!hasRest)
                return;
            json.WriteStartObject("extensions");
            json.WriteStartObject(StixNames.Extension);
            json.WriteString("extension_type", "property-extension");
            json.WriteStartArray("fields");
            foreach (FieldEntry field in message)
            {
                if (seen.Holds(field.Key.Name))
                    continue;
                json.WriteStartObject();
                json.WriteString("name", field.Key.Name);
                json.WritePropertyName("value");
                JsonForm.Same.Write(field.Value, json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private void AddDefinition() => objects.Add(StixNames.Extension, "extension-definition", static json =>
    {
        json.WriteString("created_by_ref", $"identity--{NameUuid.Of(StixNames.Objects, "IntelMQ for .NET")}");
        Times(json, StixNames.FixedTime);
        json.WriteString("name", "IntelMQ fields");
        json.WriteString("description", "Fields of an IntelMQ event that STIX has no property for: a list of objects with name and value.");
        json.WriteString("schema", "https://docs.intelmq.org/latest/dev/data-format/");
        json.WriteString("version", "1.0.0");
        json.WriteStartArray("extension_types");
        json.WriteStringValue("property-extension");
        json.WriteEndArray();
    });

    private void Sighting(string of, string observed) => objects.Add("sighting", Of($"sighting {of}"), json =>
    {
        Common(json);
        json.WriteString("first_seen", StixTime.Of(message));
        json.WriteString("last_seen", StixTime.Of(message));
        json.WriteNumber("count", 1);
        json.WriteString("sighting_of_ref", of);
        Refs(json, "observed_data_refs", [observed]);
        if (_identity is not null)
            Refs(json, "where_sighted_refs", [_identity]);
    });

    private void Relationship(string indicator, string malware) => objects.Add("relationship", Of("indicates"), json =>
    {
        Common(json);
        json.WriteString("relationship_type", "indicates");
        json.WriteString("source_ref", indicator);
        json.WriteString("target_ref", malware);
    });

    private Guid Of(string part) => NameUuid.Of(_event, part);

    private void Common(Utf8JsonWriter json)
    {
        if (_identity is not null)
            json.WriteString("created_by_ref", _identity);
        Times(json, _created);
        if (_type is not null)
            Refs(json, "labels", [_type]);
        if (message[Fields.Feed.Accuracy] is >= 0 and <= 100)
            json.WriteNumber("confidence", (int)Math.Round(message[Fields.Feed.Accuracy]!.Value));
        if (message[Fields.EventDescription.Url] is { } url)
        {
            json.WriteStartArray("external_references");
            json.WriteStartObject();
            json.WriteString("source_name", message[Fields.Feed.Name] ?? "feed");
            json.WriteString("url", url);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (_marking is not null)
            Refs(json, "object_marking_refs", [_marking]);
    }

    private static void Times(Utf8JsonWriter json, string time)
    {
        json.WriteString("created", time);
        json.WriteString("modified", time);
    }

    private static void Refs(Utf8JsonWriter json, string name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (string id in ids)
            json.WriteStringValue(id);
        json.WriteEndArray();
    }

    [GeneratedRegex("CVE-[0-9]{4}-(?:0[0-9]{3}|[1-9][0-9]{3,18})", RegexOptions.CultureInvariant)]
    private static partial Regex Cve();
}
