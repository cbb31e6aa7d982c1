using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Testing.Conformance;

/// <summary>Events that experts and outputs are handed: an empty one, and one in which both sides have what most experts ask for.</summary>
internal static class SampleEvents
{
    private static readonly (string Name, string Value)[] Values =
    [
        ("classification.type", "scanner"),
        ("destination.fqdn", "mail.example.com"),
        ("destination.ip", "2001:db8::25"),
        ("feed.name", "Sample"),
        ("malware.name", "sample"),
        ("source.fqdn", "www.example.com"),
        ("source.geolocation.cc", "AT"),
        ("source.ip", "192.0.2.7"),
        ("source.network", "192.0.2.0/24"),
        ("source.url", "http://www.example.com/index.html"),
        ("time.source", "2026-01-01T00:00:00+00:00"),
    ];

    public static IReadOnlyList<Event> All(Schema schema) => [new Event(schema), Full(schema)];

    public static Event Full(Schema schema)
    {
        var message = new Event(schema);
        foreach ((string name, string value) in Values)
            message.Set(name, value).ThrowIfRefused();
        message[Fields.Source.Asn] = 64496;
        message[Fields.Source.Port] = 80;
        return message;
    }
}
