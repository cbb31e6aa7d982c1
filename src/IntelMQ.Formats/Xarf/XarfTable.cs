using System.Net;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>The table from fields to members of XARF. What XARF has no member for stands below <c>intelmq</c>, under the field's name.</summary>
internal static class XarfTable
{
    private const string Own = "intelmq";
    private const int MaxDescription = 1000;
    private const int MaxEvidence = 5 << 20;

    /// <summary>The table of reports of somebody.</summary>
    public static JsonTable Of(XarfReporter reporter) => new([.. Head(reporter), .. Kind(), .. Shared(), .. Rest(), .. Others()]);

    private static IEnumerable<JsonRow> Head(XarfReporter reporter)
    {
        yield return Text("", "xarf_version", "`4.2.0`", static _ => "4.2.0");
        yield return Text("all", "report_id", "The same for equal events.", static message => NameUuid.Of(message).ToString());
        yield return Text("time.source, time.observation", "timestamp", "The first of them.", StixTime.Of);
        foreach (string who in (string[])["reporter", "sender"])
        {
            yield return Text("", $"{who}.org", "As the format was made.", _ => reporter.Org);
            yield return Text("", $"{who}.contact", "As the format was made.", _ => reporter.Contact);
            yield return Text("", $"{who}.domain", "As the format was made.", _ => reporter.Domain);
        }

        yield return new MadeRow(
            new FormatRow("source.ip", "source_identifier", Note: "Of other programs' reports also `source.url`, `source.account`, `source.network` and `source.fqdn`, by what it looks like."),
            static message => message.Contains(Fields.Source.Ip),
            static (message, json) => json.WriteStringValue(message.Get(Fields.Source.Ip).Utf8),
            ReadIdentifier);
        yield return new MadeRow(
            new FormatRow("source.fqdn, source.url, source.network", "source_identifier", FormatDirection.Written, "Without an address: the first of them, or `unknown`."),
            static message => !message.Contains(Fields.Source.Ip),
            static (message, json) => json.WriteStringValue(message[Fields.Source.Fqdn] ?? message[Fields.Source.Url] ?? message[Fields.Source.Network]?.ToString() ?? "unknown"));
        yield return new FieldRow(new FormatRow("source.port", "source_port"), JsonForm.Number);
    }

    private static IEnumerable<JsonRow> Kind()
    {
        const string Type = "classification.type";
        yield return Text(Type, "category", "One whose required members the event has, else `reputation`.", static message => XarfKind.Of(message).Category);
        yield return Text(Type, "type", "", static message => XarfKind.Of(message).Type);
        yield return Text("protocol.transport", "protocol", "Of connections.", static message => Is(message, "connection") ? message[Fields.Protocol.Transport] : null);
        yield return Text("time.source, time.observation", "first_seen", "Of connections.", static message => Is(message, "connection") ? StixTime.Of(message) : null);
        yield return Text("source.url", "url", "Of content.", static message => Is(message, "content") ? message[Fields.Source.Url] : null);
        yield return Text("protocol.application, classification.identifier", "service", "Of vulnerabilities: the first of them, or `unknown`.", static message => Is(message, "vulnerability") ? message[Fields.Protocol.Application] ?? message[Fields.Classification.Identifier] ?? "unknown" : null);
        yield return Text(Type, "threat_type", "Of reputation.", static message => Is(message, "reputation") ? message[Fields.Classification.Type] ?? ClassificationType.Undetermined : null);
        yield return Text("classification.identifier", "compromise_evidence", "Of botnets; without one, `reported`.", static message => XarfKind.Of(message).Type == "botnet" ? message[Fields.Classification.Identifier] ?? "reported" : null);
        yield return Text("", "compromise_method", "Of compromised servers: `unknown`.", static message => XarfKind.Of(message).Type == "compromised_server" ? "unknown" : null);
        yield return Text("malware.name", "malware_family", "Of botnets, up to 200 characters.", static message => XarfKind.Of(message).Type == "botnet" && message[Fields.Malware.Name] is { Length: <= 200 } name ? name : null);
    }

    private static IEnumerable<JsonRow> Shared()
    {
        yield return new FieldRow(new FormatRow("destination.ip", "destination_ip"), JsonForm.Text);
        yield return new FieldRow(new FormatRow("destination.port", "destination_port"), JsonForm.Number);
        yield return new FieldRow(new FormatRow("event_description.text", "description", Note: "Up to 1000 characters; else below `intelmq`."), JsonForm.Text, HasDescription);
        yield return new MadeRow(
            new FormatRow("feed.accuracy", "confidence", FormatDirection.Written, "Of 0 to 1."),
            static message => message[Fields.Feed.Accuracy] is >= 0 and <= 100,
            static (message, json) => json.WriteNumberValue(message[Fields.Feed.Accuracy]!.Value / 100));
        yield return new MadeRow(
            new FormatRow("tlp", "tags", FormatDirection.Written, "`tlp:amber`"),
            static message => message.Contains(Fields.Tlp),
            static (message, json) =>
            {
                json.WriteStartArray();
                json.WriteStringValue($"tlp:{message[Fields.Tlp]!.ToLowerInvariant()}");
                json.WriteEndArray();
            });
        yield return new MadeRow(new FormatRow("", "evidence[0].content_type", FormatDirection.Written, "`application/octet-stream`"), HasEvidence, static (_, json) => json.WriteStringValue("application/octet-stream"));
        yield return new MadeRow(
            new FormatRow("raw", "evidence[0].payload", Note: "Up to 5 MiB; else below `intelmq`."),
            HasEvidence,
            static (message, json) => json.WriteBase64StringValue(message.Raw.Span),
            static (value, reading) => reading.SetRaw(value));
    }

    private static IEnumerable<JsonRow> Rest()
    {
        string[] held = ["source.ip", "source.port", "destination.ip", "destination.port", "event_description.text", "raw"];
        yield return new MembersRow(
            new FormatRow("extra", Own, Note: "A member for each, with its whole name."),
            "",
            (message, key) => !held.Contains(key.Name) || (key.Name == "event_description.text" && !HasDescription(message)) || (key.Name == "raw" && !HasEvidence(message)));
        foreach (FieldDefinition field in Schema.Default.Definitions.OrderBy(static field => field.Name, StringComparer.Ordinal))
        {
            if (field.Name != "extra" && !held.Contains(field.Name))
                yield return new ReadRow(new FormatRow(field.Name, $"{Own}.{field.Name}"), static (_, _) => { });
        }

        yield return new ReadRow(new FormatRow("fields of one's own", Own), static (_, _) => { });
    }

    // What only other programs' reports are asked for.
    private static IEnumerable<JsonRow> Others()
    {
        yield return Other("time.source", "timestamp", static (value, reading) => reading.Set("time.source", TextOf(value), "timestamp"));
        yield return Other("feed.provider", "reporter.org", static (value, reading) => reading.Set("feed.provider", TextOf(value), "reporter.org"));
        yield return Other("classification.type", "type", static (value, reading) => reading.Set("classification.type", XarfKind.ClassificationOf(reading.Document.Text("category"), TextOf(value)), "type"));
        yield return Other("protocol.transport", "protocol", static (value, reading) => reading.Set(StixNames.Transports.Contains(TextOf(value) ?? "") ? "protocol.transport" : "protocol.application", TextOf(value), "protocol"));
        yield return Other("source.url", "url", static (value, reading) => reading.Set("source.url", TextOf(value), "url"));
        yield return Other("malware.name", "malware_family", static (value, reading) => reading.Set("malware.name", TextOf(value), "malware_family"));
        yield return Other("product.vulnerabilities", "cve_id", static (value, reading) => reading.Set("product.vulnerabilities", TextOf(value), "cve_id"));
        yield return Other("feed.accuracy", "confidence", static (value, reading) =>
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double part) && part is >= 0 and <= 1)
                reading.Set("feed.accuracy", part * 100, "confidence");
        });
    }

    private static void ReadIdentifier(JsonElement value, EventReading reading)
    {
        if (TextOf(value) is not { } text)
            return;
        if (IPAddress.TryParse(text, out _))
            reading.Set("source.ip", text, "source_identifier");
        else if (!IsOurs(reading.Document))
            reading.Set(text.Contains("://", StringComparison.Ordinal) ? "source.url" : text.Contains('@', StringComparison.Ordinal) ? "source.account" : text.Contains('/', StringComparison.Ordinal) ? "source.network" : "source.fqdn", text, "source_identifier");
    }

    private static bool IsOurs(JsonElement document) => document.TryGetProperty(Own, out _);

    private static ReadRow Other(string field, string member, Action<JsonElement, EventReading> read) => new(
        new FormatRow(field, member, FormatDirection.Read, "Of other programs' reports."),
        (value, reading) =>
        {
            if (!IsOurs(reading.Document))
                read(value, reading);
        });

    private static MadeRow Text(string field, string member, string note, Func<Event, string?> value) => new(
        new FormatRow(field, member, FormatDirection.Written, note), message => value(message) is not null, (message, json) => json.WriteStringValue(value(message)));

    private static bool Is(Event message, string category) => XarfKind.Of(message).Category == category;

    private static bool HasDescription(Event message) => message[Fields.EventDescription.Text] is { Length: <= MaxDescription };

    private static bool HasEvidence(Event message) => message.Raw.Length is > 0 and <= MaxEvidence;

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
