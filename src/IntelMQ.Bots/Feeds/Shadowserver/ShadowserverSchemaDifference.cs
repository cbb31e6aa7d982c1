using System.Globalization;

namespace IntelMQ.Bots.Feeds.Shadowserver;

/// <summary>In what a schema differs from the one before it.</summary>
public sealed record ShadowserverSchemaDifference
{
    /// <summary>When the old schema was made, as it says; <see langword="null"/> where there is none.</summary>
    public string? OldDate { get; init; }

    /// <summary>When the new schema was made, as it says.</summary>
    public required string NewDate { get; init; }

    /// <summary>The report types that are new, by the names that are in file names.</summary>
    public IReadOnlyList<string> AddedTypes { get; init; } = [];

    /// <summary>The report types that are gone.</summary>
    public IReadOnlyList<string> RemovedTypes { get; init; } = [];

    /// <summary>The report types that are described otherwise.</summary>
    public IReadOnlyList<ShadowserverTypeDifference> ChangedTypes { get; init; } = [];

    /// <summary>Whether reports become the same events with both.</summary>
    public bool IsEmpty => AddedTypes.Count + RemovedTypes.Count + ChangedTypes.Count == 0;

    /// <summary>The difference in lines.</summary>
    public IEnumerable<string> Lines
        => AddedTypes.Select(static type => $"new: {type}")
            .Concat(RemovedTypes.Select(static type => $"gone: {type}"))
            .Concat(ChangedTypes.SelectMany(static type => type.Lines.Select(line => $"{type.Type}: {line}")));

    /// <summary>The difference in a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"the schema of {NewDate} in place of {OldDate ?? "none"}: {AddedTypes.Count} report types are new, {RemovedTypes.Count} gone, {ChangedTypes.Count} changed");
}
