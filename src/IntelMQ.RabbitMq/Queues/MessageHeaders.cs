using System.Text;
using IntelMQ.Pipelines;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>Headers of a message, each there only where it is needed; bots in Python pass over them.</summary>
internal static class MessageHeaders
{
    public const string Batch = "intelmq-batch";
    public const string Entry = "intelmq-entry";

    public static Dictionary<string, object?>? Of(in Envelope envelope)
    {
        if (envelope is { Batch: null, Entry: null })
            return null;
        var headers = new Dictionary<string, object?>();
        if (envelope.Batch is { } batch)
            headers.Add(Batch, batch);
        if (envelope.Entry is { } entry)
            headers.Add(Entry, entry);
        return headers;
    }

    public static string? Read(IReadOnlyBasicProperties properties, string header)
        => properties.Headers?.TryGetValue(header, out object? value) == true && value is byte[] { Length: > 0 and <= EnvelopeFormat.MaxText } text ? Encoding.UTF8.GetString(text) : null;
}
