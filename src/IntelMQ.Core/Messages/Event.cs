using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>One harmonized incident record: flat dotted fields, and anything else below <c>extra</c>.</summary>
/// <remarks>
/// Values are stored as they stand on the wire and were checked when they were set. Not thread-safe. <see cref="Clone"/> is cheap:
/// both go on with the same bytes until one of them changes.
/// </remarks>
/// <example><code>var message = new Event();
/// message[Fields.Source.Port] = 443;
/// message["source.ip"] = "192.0.2.7";
/// Console.WriteLine(message);</code></example>
[JsonConverter(typeof(EventJsonConverter))]
public sealed class Event : Message
{
    /// <summary>An empty event of the default schema.</summary>
    public Event()
        : this(Schema.Default)
    {
    }

    /// <summary>An empty event.</summary>
    public Event(Schema schema)
        : base(schema)
    {
    }

    /// <summary>
    /// An event of a report's feed: <c>feed.*</c>, <c>rtir_id</c> and <c>time.observation</c> are taken over where they are set.
    /// </summary>
    public Event(Report report)
        : this(report?.Schema ?? throw new ArgumentNullException(nameof(report)))
    {
        foreach (FieldKey key in ReportFields.TakenOver(report.Schema))
            TakeOver(report, key);
    }

    internal Event(Schema schema, in MessageParts parts)
        : base(schema, parts)
    {
    }

    private Event(Event other)
        : base(other)
    {
    }

    internal override string TypeName => "Event";

    /// <summary>Reads an event from JSON; see <see cref="MessageReader"/>, which is faster for many.</summary>
    /// <param name="json">A JSON object as UTF-8; <c>__type</c> may be absent, or says <c>Event</c>.</param>
    /// <param name="schema">The event's schema.</param>
    /// <param name="message">The event.</param>
    /// <param name="error">Why there is none.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, Schema schema, [NotNullWhen(true)] out Event? message, [NotNullWhen(false)] out MessageError? error)
        => new MessageReader(schema).TryReadEvent(json, out message, out error);

    /// <summary>Reads an event of the default schema from JSON.</summary>
    /// <param name="json">A JSON object; <c>__type</c> may be absent, or says <c>Event</c>.</param>
    /// <param name="message">The event.</param>
    /// <example><code>if (Event.TryParse(line, out Event? message)) Console.WriteLine(message.GetString("source.ip"));</code></example>
    public static bool TryParse([NotNullWhen(true)] string? json, [NotNullWhen(true)] out Event? message) => TryParse(json, out message, out _);

    /// <summary>Reads an event of the default schema from JSON, or says why it cannot.</summary>
    /// <param name="json">A JSON object; <c>__type</c> may be absent, or says <c>Event</c>.</param>
    /// <param name="message">The event.</param>
    /// <param name="error">Why there is none.</param>
    public static bool TryParse([NotNullWhen(true)] string? json, [NotNullWhen(true)] out Event? message, [NotNullWhen(false)] out MessageError? error)
        => TryParse(Encoding.UTF8.GetBytes(json ?? ""), Schema.Default, out message, out error);

    /// <summary>An equal event of its own.</summary>
    public Event Clone() => new(this);

    private protected override bool Allows(FieldDefinition definition) => true;

    private void TakeOver(Report report, FieldKey key)
    {
        Slot slot = report.SlotOf(key);
        if (!slot.IsEmpty)
            CopyFrom(report, key, slot);
    }
}
