namespace IntelMQ.Notifications.Directives;

/// <summary>Which directives are changed: always of one batch.</summary>
/// <param name="Batch">The batch.</param>
public sealed record DirectiveSelection(string Batch)
{
    /// <summary>Only those to this recipient; <see langword="null"/> for all.</summary>
    public string? Recipient { get; init; }

    /// <summary>Only these, by <see cref="StoredDirective.Id"/>; <see langword="null"/> for all.</summary>
    public IReadOnlyCollection<long>? Ids { get; init; }
}
