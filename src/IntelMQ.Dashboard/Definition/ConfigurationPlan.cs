namespace IntelMQ.Dashboard.Definition;

/// <summary>What a new document changes, and what is wrong with it.</summary>
/// <param name="Tag">The tag of the file: before the change, or after it where it was written.</param>
/// <param name="Changes">What changes, a line each, without values.</param>
/// <param name="Errors">Why it is not taken.</param>
/// <param name="Warnings">What looks wrong.</param>
internal sealed record ConfigurationPlan(string Tag, IReadOnlyList<string> Changes, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)
{
    public bool IsAllowed => Errors.Count == 0;

    /// <summary>Whether the file stays as it is, byte by byte.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Why what runs is not as the file says; empty where it is.</summary>
    public IReadOnlyList<string> NotTakenOver { get; init; } = [];
}
