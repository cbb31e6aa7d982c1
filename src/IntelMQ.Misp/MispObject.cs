using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Misp.Events;

namespace IntelMQ.Misp;

/// <summary>Events as objects <c>intelmq_event</c> of MISP: an attribute for each field, as the outputs of this package write them.</summary>
public static class MispObject
{
    /// <summary>The format, for outputs and tools: <c>catalogue.AddFormats(MispObject.Format)</c>.</summary>
    public static EventFormat Format { get; } = new MispObjectFormat();

    /// <summary>The event as an object of MISP: JSON on one line.</summary>
    /// <param name="message">The event.</param>
    public static string ToMispObject(this Event message) => Format.ToText(message);

    /// <summary>Reads an object of MISP.</summary>
    /// <param name="document">A JSON object, UTF-8; it may stand within another as <c>Object</c>, as MISP answers.</param>
    public static FormatRead Read(ReadOnlySpan<byte> document) => Format.Read(document);
}
