using System.Text;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Mail.Tests;

internal static class Events
{
    public static Event Of(string json)
        => Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error)
            ? message
            : throw new ArgumentException(error.ToString(), nameof(json));

    /// <summary>An event for a contact, of a host that is numbered.</summary>
    public static Event For(string contact, int number = 1)
        => Of($$"""{"source.abuse_contact": "{{contact}}", "source.ip": "192.0.2.{{number}}", "source.asn": 64496, "classification.type": "scanner", "time.source": "2026-05-04T10:00:00+00:00", "time.observation": "2026-05-04T10:00:00+00:00"}""");
}
