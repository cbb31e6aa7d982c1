namespace Kills;

/// <summary>Where everything of a row of rounds is.</summary>
internal sealed class KillFolders(string root)
{
    public string Root { get; } = root;

    public string Input { get; } = Path.Combine(root, "input");

    public string State { get; } = Path.Combine(root, "state");

    public string Failures { get; } = Path.Combine(root, "failures");

    public string Events { get; } = Path.Combine(root, "events.jsonl");

    /// <summary>The second output's events, where there is a durable broker.</summary>
    public string Copies { get; } = Path.Combine(root, "copies.jsonl");

    public string Counts { get; } = Path.Combine(root, "counts.jsonl");
}
