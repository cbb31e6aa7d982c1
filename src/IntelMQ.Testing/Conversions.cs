using IntelMQ.Messages;

namespace IntelMQ.Testing;

/// <summary>Makes the kind of message that a bot takes; IntelMQ's bots take either.</summary>
internal static class Conversions
{
    public static Report ToReport(Message message) => message as Report ?? new Report((Event)message);

    public static Event ToEvent(Message message)
    {
        if (message is Event already)
            return already;

        // By way of the wire, where values are kept as they stand: setting raw would encode it once more.
        return Event.TryParse(message.ToJson(MessageFormat.Flat), message.Schema, out Event? converted, out MessageError? error)
            ? converted
            : throw new InvalidOperationException($"The report cannot be made an event: {error}.");
    }
}
