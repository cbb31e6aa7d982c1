using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Formats;

/// <summary>The Elastic Common Schema (ECS): what Elasticsearch and its security application expect.</summary>
/// <example><code>var message = new Event { ["source.ip"] = "192.0.2.7" };
/// Console.WriteLine(message.ToEcs());
/// FormatRead read = Ecs.Read("""{"@timestamp": "2026-05-04T12:00:00Z", "source": {"ip": "192.0.2.7"}}"""u8);
/// Console.WriteLine(read.Events[0]);</code></example>
public static class Ecs
{
    /// <summary>The format, for outputs and tools.</summary>
    public static EventFormat Format { get; } = new EcsFormat();

    /// <summary>The event as an ECS document: JSON on one line.</summary>
    /// <param name="message">The event.</param>
    public static string ToEcs(this Event message) => Format.ToText(message);

    /// <summary>Reads an ECS document.</summary>
    /// <param name="document">A JSON object, UTF-8; with objects within objects, with dotted names, or both.</param>
    public static FormatRead Read(ReadOnlySpan<byte> document) => Format.Read(document);
}
