using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Formats;

/// <summary>The Open Cybersecurity Schema Framework: systems that can be attacked are Vulnerability Findings, all else Detection Findings.</summary>
public static class Ocsf
{
    /// <summary>The format, for outputs and tools.</summary>
    public static EventFormat Format { get; } = new OcsfFormat();

    /// <summary>The event as a finding: JSON on one line.</summary>
    /// <param name="message">The event.</param>
    public static string ToOcsf(this Event message) => Format.ToText(message);

    /// <summary>Reads a finding.</summary>
    /// <param name="document">A JSON object, UTF-8.</param>
    public static FormatRead Read(ReadOnlySpan<byte> document) => Format.Read(document);
}
