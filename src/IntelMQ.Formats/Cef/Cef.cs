using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Formats;

/// <summary>The Common Event Format (CEF) that SIEM systems take, mostly by syslog.</summary>
public static class Cef
{
    /// <summary>The format, for outputs and tools.</summary>
    public static EventFormat Format { get; } = new CefFormat();

    /// <summary>The event as a line of CEF, without a line end and without a head of syslog.</summary>
    /// <param name="message">The event.</param>
    public static string ToCef(this Event message) => Format.ToText(message);

    /// <summary>Reads a line of CEF.</summary>
    /// <param name="line">The line, UTF-8; a head of syslog may stand before <c>CEF:</c>.</param>
    public static FormatRead Read(ReadOnlySpan<byte> line) => Format.Read(line);
}
