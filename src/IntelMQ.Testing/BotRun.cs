using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Testing;

/// <summary>What came out of a bot: messages by path, failures, warnings about its parameters and what it logged.</summary>
public sealed class BotRun
{
    private readonly Dictionary<string, List<Message>> _paths = new(StringComparer.Ordinal);
    private readonly List<Failure> _failures = [];
    private readonly LogCollector? _logs;

    internal BotRun(LogCollector? logs) => _logs = logs;

    /// <summary>The events that went out along <c>_default</c>, in their order.</summary>
    public IReadOnlyList<Event> Events => [.. On(BotPath.Default).OfType<Event>()];

    /// <summary>The reports that went out along <c>_default</c>, in their order: what a collector fetched.</summary>
    public IReadOnlyList<Report> Reports => [.. On(BotPath.Default).OfType<Report>()];

    /// <summary>The only event that went out along <c>_default</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none, or more than one; the message tells what came instead.</exception>
    public Event Event => Events is [Event only]
        ? only
        : throw new InvalidOperationException($"One event was expected along _default; there are {Describe()}.");

    /// <summary>What was kept as failed, in its order.</summary>
    public IReadOnlyList<Failure> Failures => _failures;

    /// <summary>What the bot logged; empty where it was made without <see cref="TestServices"/>.</summary>
    public IReadOnlyList<LogEntry> Logs => _logs?.Entries ?? [];

    /// <summary>The paths that messages took, sorted.</summary>
    public IReadOnlyList<string> Paths => [.. _paths.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The messages that went out along a path, in their order; empty where none did.</summary>
    public IReadOnlyList<Message> On(string path) => _paths.TryGetValue(path, out List<Message>? messages) ? messages : [];

    /// <inheritdoc/>
    public override string ToString() => Describe();

    internal void Add(string path, Message message)
    {
        if (!_paths.TryGetValue(path, out List<Message>? messages))
            _paths.Add(path, messages = []);
        messages.Add(message);
    }

    internal void Add(Failure failure) => _failures.Add(failure);

    private string Describe()
    {
        var parts = new List<string>();
        foreach (string path in Paths)
            parts.Add($"{_paths[path].Count} on {path}");
        foreach (Failure failure in _failures)
            parts.Add($"failure ({failure})");
        return parts.Count == 0 ? "no messages and no failures" : string.Join(", ", parts);
    }
}
