using System.Text.Json;
using System.Text.Unicode;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>The table from fields to the members of ECS. What ECS has no member for stands below <c>intelmq</c>, under the field's name.</summary>
internal static class EcsTable
{
    /// <summary>The version of ECS whose members are written.</summary>
    public const string Version = "8.17.0";

    private const string Own = "intelmq.";
    private const string Extra = "extra.";

    private static readonly MemberPath Module = MemberPath.Parse("event.module");

    /// <summary>The table.</summary>
    public static JsonTable Table { get; } = new([.. Rows()]);

    private static IEnumerable<JsonRow> Rows()
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonRow row in MadeRows().Concat(Plain()))
        {
            if (row.Description.Direction == FormatDirection.Both)
                held.Add(row.Description.Field);
            yield return row;
        }

        foreach (FieldDefinition field in Schema.Default.Definitions.OrderBy(static field => field.Name, StringComparer.Ordinal))
        {
            if (!held.Contains(field.Name) && field.Name != "extra")
                yield return new FieldRow(new FormatRow(field.Name, Own + field.Name), JsonForm.Same);
        }

        foreach (EndpointFields side in Fields.Sides)
        {
            string note = "Where the event has not both coordinates, or one is none.";
            yield return new FieldRow(new FormatRow(side.Geolocation.Latitude.Name, Own + side.Geolocation.Latitude.Name, Note: note), JsonForm.Same, message => !HasPlace(message, side.Geolocation));
            yield return new FieldRow(new FormatRow(side.Geolocation.Longitude.Name, Own + side.Geolocation.Longitude.Name, Note: note), JsonForm.Same, message => !HasPlace(message, side.Geolocation));
        }

        yield return new MadeRow(
            new FormatRow("raw", Own + "raw", Note: "Where it is no text: Base64."),
            static message => !message.Raw.IsEmpty && !Utf8.IsValid(message.Raw.Span),
            static (message, json) => json.WriteBase64StringValue(message.Raw.Span),
            static (value, reading) => reading.SetRaw(value));
        yield return new MembersRow(new FormatRow("extra", Own + "extra", Note: "A member for each, with the name behind `extra.`."), Extra, static (_, key) => key.IsExtra);
        yield return new MembersRow(new FormatRow("fields of one's own", Own + "fields", Note: "A member for each, with the whole name."), "", MembersRow.IsOwn);
        yield return new ReadRow(
            new FormatRow("time.source", "@timestamp", FormatDirection.Read, "In documents of other programs, which may have no `event.start`."),
            static (value, reading) => reading.Set("time.source", value.ValueKind == JsonValueKind.String && !IsOurs(reading.Document) ? value.GetString() : null, "@timestamp"));
    }

    private static IEnumerable<JsonRow> MadeRows()
    {
        yield return new MadeRow(
            new FormatRow("time.source, time.observation", "@timestamp", FormatDirection.Written, "The time of the incident; without it, that of the observation."),
            static message => message.Contains(Fields.Time.Source) || message.Contains(Fields.Time.Observation),
            static (message, json) => JsonForm.Same.Write(message.Contains(Fields.Time.Source) ? message.Get(Fields.Time.Source) : message.Get(Fields.Time.Observation), json));
        yield return new MadeRow(new FormatRow("", "ecs.version", FormatDirection.Written, $"`{Version}`"), null, static (_, json) => json.WriteStringValue(Version));
        yield return new MadeRow(new FormatRow("", "event.module", FormatDirection.Written, "`intelmq`"), null, static (_, json) => json.WriteStringValue("intelmq"));
        yield return new MadeRow(new FormatRow("all", "event.id", FormatDirection.Written, "The same for equal events."), null, static (message, json) => json.WriteStringValue(NameUuid.Of(message)));
        yield return Class("event.kind", static categories => categories.Kind, isList: false);
        yield return Class("event.category", static categories => categories.Category, isList: true);
        yield return Class("event.type", static categories => categories.Type, isList: true);
        yield return new MadeRow(
            new FormatRow("raw", "event.original", Note: "Where it is UTF-8: the text, not its Base64."),
            static message => !message.Raw.IsEmpty && Utf8.IsValid(message.Raw.Span),
            static (message, json) => json.WriteStringValue(message.Raw.Span),
            static (value, reading) =>
            {
                if (value.ValueKind == JsonValueKind.String)
                    reading.SetRaw(System.Text.Encoding.UTF8.GetBytes(value.GetString()!));
            });
        yield return List("related.ip", Fields.Source.Ip, Fields.Destination.Ip);
        yield return List("related.hosts", Fields.Source.Fqdn, Fields.Destination.Fqdn, Fields.Source.ReverseDns, Fields.Destination.ReverseDns);
        yield return List("related.hash", Fields.Malware.Hash.Md5, Fields.Malware.Hash.Sha1, Fields.Malware.Hash.Sha256);
        yield return List("related.user", Fields.Source.Account, Fields.Destination.Account);
    }

    private static IEnumerable<JsonRow> Plain()
    {
        foreach (EndpointFields side in Fields.Sides)
        {
            string name = side.Side;
            yield return Row(side.Ip, $"{name}.ip");
            yield return Row(side.Port, $"{name}.port");
            yield return Row(side.Fqdn, $"{name}.domain");
            yield return Row(side.DomainSuffix, $"{name}.top_level_domain");
            yield return Row(side.Account, $"{name}.user.name");
            yield return Row(side.Asn, $"{name}.as.number");
            yield return Row(side.AsName, $"{name}.as.organization.name");
            yield return Row(side.Geolocation.Cc, $"{name}.geo.country_iso_code");
            yield return Row(side.Geolocation.Country, $"{name}.geo.country_name");
            yield return Row(side.Geolocation.Region, $"{name}.geo.region_name");
            yield return Row(side.Geolocation.City, $"{name}.geo.city_name");
            string note = "Where the event has both coordinates.";
            yield return new FieldRow(new FormatRow(side.Geolocation.Latitude.Name, $"{name}.geo.location.lat", Note: note), JsonForm.Number, message => HasPlace(message, side.Geolocation));
            yield return new FieldRow(new FormatRow(side.Geolocation.Longitude.Name, $"{name}.geo.location.lon", Note: note), JsonForm.Number, message => HasPlace(message, side.Geolocation));
        }

        yield return Row(Fields.Time.Source, "event.start");
        yield return Row(Fields.Time.Observation, "event.created");
        yield return Row(Fields.Feed.Provider, "event.provider");
        yield return Row(Fields.EventDescription.Url, "event.reference");
        yield return Row(Fields.EventDescription.Text, "message");
        yield return Row(Fields.Classification.Identifier, "rule.name");
        yield return Row(Fields.Feed.Name, "threat.feed.name");
        yield return Row(Fields.Feed.Documentation, "threat.feed.reference");
        yield return Row(Fields.Tlp, "threat.indicator.marking.tlp");
        yield return Row(Fields.Malware.Name, "threat.software.name");
        yield return Row(Fields.Malware.Hash.Md5, "file.hash.md5");
        yield return Row(Fields.Malware.Hash.Sha1, "file.hash.sha1");
        yield return Row(Fields.Malware.Hash.Sha256, "file.hash.sha256");
        yield return Row(Fields.Protocol.Transport, "network.transport");
        yield return Row(Fields.Protocol.Application, "network.protocol");
        yield return Row(Fields.Product.Name, "package.name");
        yield return Row(Fields.Product.Version, "package.version");
        yield return Row(Fields.Product.Vulnerabilities, "vulnerability.id");
        yield return Row(Fields.Source.Url, "url.full");
        yield return Row(Fields.Source.UrlPath, "url.path");
    }

    private static FieldRow Row(Field field, string member)
        => new(new FormatRow(field.Name, member), field is Field<long> or Field<double> ? JsonForm.Number : JsonForm.Text);

    private static MadeRow Class(string member, Func<EcsCategories, string> part, bool isList) => new(
        new FormatRow("classification.type", member, FormatDirection.Written),
        null,
        (message, json) =>
        {
            if (isList)
                json.WriteStartArray();
            json.WriteStringValue(part(EcsCategories.Of(message[Fields.Classification.Type])));
            if (isList)
                json.WriteEndArray();
        });

    private static MadeRow List(string member, params Field[] fields) => new(
        new FormatRow(string.Join(", ", fields.Select(static field => field.Name)), member, FormatDirection.Written, "Each value once."),
        message => Array.Exists(fields, message.Contains),
        (message, json) =>
        {
            json.WriteStartArray();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (Field field in fields)
            {
                if (message.Contains(field) && message.Get(field).ToString() is var text && seen.Add(text))
                    json.WriteStringValue(text);
            }

            json.WriteEndArray();
        });

    private static bool HasPlace(Event message, GeolocationFields place)
        => message[place.Latitude] is >= -90 and <= 90 && message[place.Longitude] is >= -180 and <= 180;

    // Without a time of its own such an event has that of its observation there.
    private static bool IsOurs(JsonElement document) => JsonTable.Find(document, Module) is { ValueKind: JsonValueKind.String } module && module.ValueEquals("intelmq"u8);
}
