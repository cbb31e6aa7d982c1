namespace IntelMQ.Store;

/// <summary>What events of a feed are about, and how long that is so: an address, a name or a URL with a port and a problem.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The address, name or URL.</param>
/// <param name="Port">The port; 0 where events name none.</param>
/// <param name="Problem"><c>classification.identifier</c>, else <c>malware.name</c>, else <c>classification.type</c>; empty where events name none.</param>
/// <param name="Feed"><c>feed.name</c>; empty where events name none.</param>
public sealed record TrackedObject(ObjectKind Kind, string Value, long Port, string Problem, string Feed)
{
    /// <summary>When it was seen first.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was seen last.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>How many events are about it.</summary>
    public required long Events { get; init; }

    /// <summary>How often it was seen again after it had not been for <see cref="ObjectRules.GoneAfter"/>.</summary>
    public long Relapses { get; init; }

    /// <summary>When it was seen again last; <see langword="null"/> where it never was away.</summary>
    public DateTimeOffset? Relapsed { get; init; }

    /// <summary>Whether it is still reported.</summary>
    public ObjectState State { get; init; }
}
