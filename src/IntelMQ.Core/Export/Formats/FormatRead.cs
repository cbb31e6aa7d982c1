using IntelMQ.Messages;

namespace IntelMQ.Export;

/// <summary>What a document of another format gave.</summary>
/// <param name="Events">The events; none where the document is refused.</param>
/// <param name="Complaints">A sentence for each value that was left out because its field refuses it.</param>
/// <param name="Reason">Why the document is refused as a whole; otherwise <see langword="null"/>.</param>
public sealed record FormatRead(IReadOnlyList<Event> Events, IReadOnlyList<string> Complaints, string? Reason)
{
    /// <summary>A document that is refused.</summary>
    /// <param name="reason">Why, as a sentence.</param>
    public static FormatRead Refused(string reason) => new([], [], reason);
}
