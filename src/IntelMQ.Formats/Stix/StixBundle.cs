using System.Text;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>
/// Bundles of STIX 2.1: what was seen as observed data with its observables, who says it as identity, how far it may go as marking of TLP 2.0,
/// what finds it as indicator, and a sighting of that. Ids are made of what the objects say, so that what is sent twice falls together.
/// </summary>
/// <example><code>var message = new Event { ["source.ip"] = "192.0.2.7" };
/// Console.WriteLine(message.ToStix());
/// FormatRead read = StixBundle.Read(File.ReadAllBytes("bundle.json"));
/// Console.WriteLine(read.Reason ?? $"{read.Events.Count} events");</code></example>
public static class StixBundle
{
    /// <summary>The format, for outputs and tools.</summary>
    public static EventFormat Format { get; } = new StixFormat();

    /// <summary>The event as a bundle: JSON on one line.</summary>
    /// <param name="message">The event.</param>
    public static string ToStix(this Event message) => Format.ToText(message);

    /// <summary>Several events as one bundle.</summary>
    /// <param name="messages">The events.</param>
    public static string ToStix(this IEnumerable<Event> messages)
    {
        var output = new Utf8Buffer(4096);
        Format.WriteAll(messages, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Reads a bundle: an event of each observed data, and of each alternative in the pattern of an indicator without any.</summary>
    /// <param name="bundle">The bundle, JSON as UTF-8.</param>
    public static FormatRead Read(ReadOnlySpan<byte> bundle) => Format.Read(bundle);
}
