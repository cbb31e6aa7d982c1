using System.Collections.Frozen;

namespace IntelMQ.Messages;

/// <summary>Which fields count for <see cref="MessageHash"/>. Names are compared in full: <c>extra</c> does not cover <c>extra.count</c>.</summary>
public sealed class HashFilter
{
    private readonly FrozenSet<string> _names;
    private readonly bool _only;

    private HashFilter(IEnumerable<string> names, bool only)
    {
        _names = names.ToFrozenSet(StringComparer.Ordinal);
        _only = only;
    }

    /// <summary>All fields.</summary>
    public static HashFilter All { get; } = new([], only: false);

    /// <summary>The names given.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Only the fields named (IntelMQ's whitelist).</summary>
    public static HashFilter Only(params IEnumerable<string> names) => new(names, only: true);

    /// <summary>All fields but those named (IntelMQ's blacklist).</summary>
    public static HashFilter AllBut(params IEnumerable<string> names) => new(names, only: false);

    /// <summary>Whether a field counts.</summary>
    public bool Includes(string name) => _names.Contains(name) == _only;
}
