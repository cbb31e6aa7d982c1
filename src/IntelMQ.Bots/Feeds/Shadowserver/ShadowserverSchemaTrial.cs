namespace IntelMQ.Bots.Feeds.Shadowserver;

/// <summary>What a new schema makes of reports that were kept, compared with the old one.</summary>
public sealed record ShadowserverSchemaTrial
{
    /// <summary>How many reports were tried.</summary>
    public int Reports { get; init; }

    /// <summary>How many events the old schema makes of them.</summary>
    public long OldEvents { get; init; }

    /// <summary>How many events the new schema makes of them.</summary>
    public long NewEvents { get; init; }

    /// <summary>How many lines, or reports, fail with the old schema.</summary>
    public long OldFailures { get; init; }

    /// <summary>How many lines, or reports, fail with the new schema.</summary>
    public long NewFailures { get; init; }

    /// <summary>The classifications that change, each as <c>old → new</c> of taxonomy, type and identifier, with the number of events.</summary>
    public IReadOnlyDictionary<string, long> Classifications { get; init; } = new Dictionary<string, long>();

    /// <summary>The fields that have another value, or are there with one of the schemas alone, with the number of events.</summary>
    public IReadOnlyDictionary<string, long> Fields { get; init; } = new Dictionary<string, long>();

    /// <summary>Whether both make the same of all reports.</summary>
    public bool IsSame => OldEvents == NewEvents && OldFailures == NewFailures && Fields.Count == 0;
}
