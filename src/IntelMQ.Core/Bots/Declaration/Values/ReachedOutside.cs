namespace IntelMQ.Bots;

/// <summary>Something outside the process that a parameter makes a bot reach.</summary>
/// <param name="Outside">What it is.</param>
/// <param name="Value">Which one: a path, an address, a host, a command, a statement.</param>
public readonly record struct ReachedOutside(Outside Outside, string Value);
