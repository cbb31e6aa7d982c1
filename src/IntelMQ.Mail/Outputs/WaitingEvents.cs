using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace IntelMQ.Mail.Outputs;

/// <summary>Events that wait for their mail, by contact, in the bot's state. An event that comes a second time is the same entry.</summary>
internal sealed class WaitingEvents(StateValues values, Schema schema)
{
    private const int Head = 12;

    private long? _next;

    /// <summary>Takes an event in.</summary>
    public void Add(string contact, Event message)
    {
        byte[] name = Encoding.UTF8.GetBytes(contact);
        byte[] json = message.ToJson(MessageFormat.Flat);
        byte[] key = [.. SHA256.HashData(name).AsSpan(0, 16), .. SHA256.HashData(json).AsSpan(0, 16)];
        if (values.TryGet(key, out _))
            return;
        _next ??= values.ReadAll().Select(static entry => BinaryPrimitives.ReadInt64BigEndian(entry.Value.Span)).DefaultIfEmpty(-1).Max() + 1;
        byte[] value = new byte[Head + name.Length + json.Length];
        BinaryPrimitives.WriteInt64BigEndian(value, _next.Value);
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(8), name.Length);
        name.CopyTo(value, Head);
        json.CopyTo(value, Head + name.Length);
        values.Set(key, value, timeToLive: null);
        _next++;
    }

    /// <summary>What is stored, by contact: the one whose first event came first stands first. May be called by any thread.</summary>
    public List<WaitingContact> Read()
    {
        var contacts = new Dictionary<string, WaitingContact>(StringComparer.Ordinal);
        foreach (StateEntry entry in values.ReadStored().OrderBy(static entry => BinaryPrimitives.ReadInt64BigEndian(entry.Value.Span)))
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(entry.Value.Span[8..]);
            string contact = Encoding.UTF8.GetString(entry.Value.Span.Slice(Head, length));
            ReadOnlyMemory<byte> json = entry.Value[(Head + length)..];
            if (!contacts.TryGetValue(contact, out WaitingContact? found))
                contacts.Add(contact, found = new WaitingContact(contact));
            if (Event.TryParse(json.Span, schema, out Event? message, out _))
                found.Entries.Add(new WaitingEvent(entry.Key.ToArray(), message, Encoding.UTF8.GetString(json.Span)));
        }

        return [.. contacts.Values];
    }

    /// <summary>Forgets what was sent. May be called by any thread.</summary>
    public ValueTask RemoveAsync(IEnumerable<WaitingEvent> sent, CancellationToken cancellationToken)
        => values.RemoveStoredAsync([.. sent.Select(static entry => entry.Key)], cancellationToken);
}

/// <summary>A contact with its events.</summary>
internal sealed record WaitingContact(string Contact)
{
    public List<WaitingEvent> Entries { get; } = [];
}

/// <summary>An event that waits.</summary>
internal sealed record WaitingEvent(ReadOnlyMemory<byte> Key, Event Message, string Json);
