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
        var converted = new Event(message.Schema);
        foreach (FieldEntry field in message)
            converted.Set(field.Key, field.Value).ThrowIfRefused();
        return converted;
    }
}
