using IntelMQ.Export;

namespace IntelMQ.Formats;

/// <summary>The formats of this package.</summary>
public static class StandardFormats
{
    /// <summary>All of them, sorted by name.</summary>
    public static IReadOnlyList<EventFormat> All { get; } = [Cef.Format, Ecs.Format, Idea.Format, Ocsf.Format, StixBundle.Format];
}
