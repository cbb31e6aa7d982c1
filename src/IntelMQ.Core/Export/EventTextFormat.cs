using IntelMQ.Messages;

namespace IntelMQ.Export;

/// <summary>What of an event is written as text, and in which form.</summary>
/// <param name="Message">The form of the whole event as JSON.</param>
/// <param name="SingleKey">
/// The one field whose value is written, as text (<c>None</c> where it is absent, as Python writes it); <c>raw</c> is decoded.
/// <see langword="null"/> for the whole event.
/// </param>
public sealed record EventTextFormat(MessageFormat Message, string? SingleKey = null)
{
    /// <summary>A format of other programs that the whole event is written in instead of IntelMQ's JSON; <see langword="null"/> for none.</summary>
    public EventFormat? Document { get; init; }
}
