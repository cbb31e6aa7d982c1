using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>Reads documents of IDEA: of several sources and targets the first.</summary>
internal static class IdeaReader
{
    private static readonly (string Prefix, Field Field)[] Hashes = [("md5:", Fields.Malware.Hash.Md5), ("sha1:", Fields.Malware.Hash.Sha1), ("sha256:", Fields.Malware.Hash.Sha256)];

    /// <summary>Reads a document.</summary>
    public static FormatRead Read(JsonElement document, Schema schema)
    {
        if (document.Text("Format") != "IDEA0")
            return FormatRead.Refused("The document is no IDEA0: its Format is another.");
        var reading = new EventReading(new Event(schema), document);
        bool isOurs = document.TryGetProperty(IdeaNames.Rest, out JsonElement rest) && rest.ValueKind == JsonValueKind.Object;
        foreach (JsonProperty member in isOurs ? rest.EnumerateObject() : default)
        {
            if (member.Name == "raw")
                reading.SetRaw(member.Value);
            else if (JsonForm.Same.TryRead(member.Value, reading.Text, out FieldValue value))
                reading.Set(member.Name, value, member.Name);
        }

        reading.Set("time.observation", document.Text("DetectTime"), "DetectTime");
        reading.Set("time.source", document.Text("EventTime"), "EventTime");
        reading.Set("comment", document.Text("Note"), "Note");
        foreach (EndpointFields side in Fields.Sides)
        {
            if (document.List(IdeaTable.NameOf(side)).FirstOrDefault() is { ValueKind: JsonValueKind.Object } end)
                ReadSide(end, side, reading, isOurs);
        }

        if (!isOurs)
            ReadOther(document, reading);
        return reading.Message.Count == 0
            ? new FormatRead([], reading.Complaints, "The document has no member that IDEA and events share.")
            : new FormatRead([reading.Message], reading.Complaints, null);
    }

    private static void ReadSide(JsonElement end, EndpointFields side, EventReading reading, bool isOurs)
    {
        foreach ((EndpointFields of, string member, Field field) in IdeaTable.Sides)
        {
            if (of != side || end.List(member).FirstOrDefault() is not { ValueKind: JsonValueKind.String or JsonValueKind.Number } value || !JsonForm.Same.TryRead(value, reading.Text, out FieldValue read))
                continue;
            // An address may also be a network.
            bool isNetwork = member is "IP4" or "IP6" && read.Utf8.Contains((byte)'/');
            reading.Set(isNetwork ? side.Network.Name : field.Name, read, member);
        }

        if (isOurs)
            return;
        foreach (string protocol in end.Texts("Proto").Take(2))
            reading.Set(StixNames.Transports.Contains(protocol) ? "protocol.transport" : "protocol.application", protocol, "Proto");
    }

    private static void ReadOther(JsonElement document, EventReading reading)
    {
        reading.Set("event_description.text", document.Text("Description"), "Description");
        foreach (string category in document.Texts("Category").Take(1))
            reading.Set("classification.type", IdeaNames.Types.GetValueOrDefault(category) ?? IdeaNames.Types.GetValueOrDefault(category.Split('.')[0], ClassificationType.Undetermined), "Category");
        if (document.TryGetProperty("Confidence", out JsonElement confidence) && confidence.ValueKind == JsonValueKind.Number && confidence.TryGetDouble(out double part) && part is >= 0 and <= 1)
            reading.Set("feed.accuracy", part * 100, "Confidence");
        foreach (string hash in document.List("Attach").SelectMany(static attached => attached.Texts("Hash")).Take(20))
        {
            if (Array.Find(Hashes, known => hash.StartsWith(known.Prefix, StringComparison.OrdinalIgnoreCase)) is { Field: { } field, Prefix: { } prefix })
                reading.Set(field.Name, hash[prefix.Length..], "Attach.Hash");
        }
    }
}
