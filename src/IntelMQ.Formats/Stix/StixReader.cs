using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>Reads the events of a bundle: one of each observed data, and those of the patterns of indicators without any.</summary>
internal sealed class StixReader
{
    private const int MaxEvents = 100_000;
    private const int MaxComplaints = 100;
    private const int MaxRelationships = 20;

    private readonly Schema _schema;
    private readonly List<Event> _events = [];
    private readonly List<string> _complaints = [];
    private readonly Dictionary<string, JsonElement> _objects = new(StringComparer.Ordinal);
    private readonly ILookup<string, JsonElement> _sightings;
    private readonly ILookup<string, JsonElement> _relationships;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private StixReader(JsonElement bundle, Schema schema)
    {
        _schema = schema;
        foreach (JsonElement one in bundle.List("objects"))
        {
            if (one.Text("id") is { } id)
                _objects.TryAdd(id, one);
        }

        _sightings = OfType("sighting").SelectMany(static one => one.Texts("observed_data_refs").Select(observed => (Observed: observed, Sighting: one))).ToLookup(static pair => pair.Observed, static pair => pair.Sighting, StringComparer.Ordinal);
        _relationships = OfType("relationship").Where(static one => one.Text("relationship_type") == "indicates" && one.Text("source_ref") is not null).ToLookup(static one => one.Text("source_ref")!, StringComparer.Ordinal);
    }

    /// <summary>Reads a bundle.</summary>
    public static FormatRead Read(JsonElement bundle, Schema schema)
    {
        if (bundle.Text("type") != "bundle")
            return FormatRead.Refused("The document is no bundle of STIX: its type is another.");
        var reader = new StixReader(bundle, schema);
        foreach (JsonElement observed in reader.OfType("observed-data"))
            reader.ReadObserved(observed);
        foreach (JsonElement indicator in reader.OfType("indicator"))
        {
            if (!reader._seen.Contains(indicator.Text("id")!))
                reader.ReadIndicator(indicator);
        }

        return new FormatRead(reader._events, reader._complaints, reader._events.Count == 0 ? "The bundle has neither observed data nor indicators that events can be made of." : null);
    }

    private IEnumerable<JsonElement> OfType(string type) => _objects.Values.Where(one => one.Text("type") == type);

    private void ReadObserved(JsonElement observed)
    {
        string id = observed.Text("id")!;
        var reading = new EventReading(new Event(_schema), observed);
        bool isOurs = ReadFields(observed, reading);
        JsonElement[] observables = [.. Observables(observed)];
        HashSet<string> ends = StixObservableReader.EndsOf(observables);
        foreach (JsonElement observable in observables)
            StixObservableReader.Read(observable, reading, ends, reference => _objects.TryGetValue(reference, out JsonElement found) ? found.Text("value") : null);
        foreach (JsonElement sighting in _sightings[id])
            ReadSighted(sighting.Text("sighting_of_ref"), reading, isOurs);
        ReadCommon(observed, reading, isOurs, "first_observed");
        Keep(reading);
    }

    private IEnumerable<JsonElement> Observables(JsonElement observed)
    {
        foreach (string id in observed.Texts("object_refs"))
        {
            if (_objects.TryGetValue(id, out JsonElement found))
                yield return found;
        }
    }

    private void ReadSighted(string? of, EventReading reading, bool isOurs)
    {
        if (of is null || !_objects.TryGetValue(of, out JsonElement sighted))
            return;
        _seen.Add(of);
        switch (sighted.Text("type"))
        {
            case "malware":
                reading.Set("malware.name", sighted.Text("name"), "malware.name");
                break;
            case "vulnerability" when !isOurs:
                reading.Set("product.vulnerabilities", sighted.Text("name"), "vulnerability.name");
                break;
            case "indicator":
                if (!isOurs)
                    Describe(sighted, reading);
                ReadIndicated(of, reading);
                break;
        }
    }

    private void ReadIndicated(string indicator, EventReading reading)
    {
        // A bundle may have any number of them for each of any number of sightings.
        foreach (JsonElement relationship in _relationships[indicator].Take(MaxRelationships))
        {
            if (relationship.Text("target_ref") is { } target && _objects.TryGetValue(target, out JsonElement malware) && malware.Text("type") == "malware")
                reading.Set("malware.name", malware.Text("name"), "malware.name");
        }
    }

    private void ReadIndicator(JsonElement indicator)
    {
        string id = indicator.Text("id")!;
        if (indicator.Text("pattern_type") is not (null or "stix") || !StixPattern.TryRead(indicator.Text("pattern") ?? "", out List<List<(string Field, string Value)>> found))
        {
            Complain($"{Text.Printable.Of(id)} is left out: its pattern is not made of addresses, names, URLs or hashes that are equal to something.");
            return;
        }

        foreach (List<(string Field, string Value)> values in found)
        {
            var reading = new EventReading(new Event(_schema), indicator);
            foreach ((string field, string value) in values)
                reading.Set(field, value, "pattern");
            Describe(indicator, reading);
            ReadIndicated(id, reading);
            ReadCommon(indicator, reading, isOurs: false, "valid_from");
            Keep(reading);
        }
    }

    private static void Describe(JsonElement indicator, EventReading reading)
    {
        reading.Set("classification.type", StixNames.ClassificationOf(indicator.Texts("indicator_types").FirstOrDefault()), "indicator_types");
        reading.Set("event_description.text", indicator.Text("description") ?? indicator.Text("name"), "description");
    }

    private void ReadCommon(JsonElement one, EventReading reading, bool isOurs, string time)
    {
        if (one.Text("created_by_ref") is { } author && _objects.TryGetValue(author, out JsonElement identity))
            reading.Set("feed.provider", identity.Text("name"), "created_by_ref");
        foreach (string marking in one.Texts("object_marking_refs"))
        {
            if (StixNames.Labels.TryGetValue(marking, out string? label))
                reading.Set("tlp", label, "object_marking_refs");
        }

        if (isOurs)
            return;
        reading.Set("time.source", one.Text(time), time);
        reading.Set("event_description.url", one.List("external_references").Select(static reference => reference.Text("url")).FirstOrDefault(static url => url is not null), "external_references");
        if (one.TryGetProperty("confidence", out JsonElement confidence) && JsonForm.Number.TryRead(confidence, reading.Text, out FieldValue accuracy))
            reading.Set("feed.accuracy", accuracy, "confidence");
    }

    private static bool ReadFields(JsonElement observed, EventReading reading)
    {
        if (!observed.TryGetProperty("extensions", out JsonElement extensions) || extensions.ValueKind != JsonValueKind.Object || !extensions.TryGetProperty(StixNames.Extension, out JsonElement extension))
            return false;
        foreach (JsonElement field in extension.List("fields"))
        {
            if (field.Text("name") is not { } name || !field.TryGetProperty("value", out JsonElement value))
                continue;
            if (name == "raw")
                reading.SetRaw(value);
            else if (JsonForm.Same.TryRead(value, reading.Text, out FieldValue read))
                reading.Set(name, read, name);
        }

        return true;
    }

    private void Keep(EventReading reading)
    {
        foreach (string complaint in reading.Complaints)
            Complain(complaint);
        if (reading.Message.Count == 0)
            return;
        if (_events.Count < MaxEvents)
            _events.Add(reading.Message);
        else
            Complain($"The bundle has more than {MaxEvents} events: the others are left out.");
    }

    private void Complain(string complaint)
    {
        if (_complaints.Count < MaxComplaints)
            _complaints.Add(complaint);
    }
}
