using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Formats;

/// <summary>The Intrusion Detection Extensible Alert (IDEA) of CESNET, as the expert <c>intelmq.bots.experts.idea.expert</c> writes it.</summary>
public static class Idea
{
    /// <summary>The format, for outputs and tools.</summary>
    public static EventFormat Format { get; } = new IdeaFormat();

    /// <summary>The event as a document of IDEA: JSON on one line.</summary>
    /// <param name="message">The event.</param>
    public static string ToIdea(this Event message) => Format.ToText(message);

    /// <summary>Reads a document of IDEA.</summary>
    /// <param name="document">A JSON object, UTF-8.</param>
    public static FormatRead Read(ReadOnlySpan<byte> document) => Format.Read(document);
}
