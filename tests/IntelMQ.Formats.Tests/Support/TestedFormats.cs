using IntelMQ.Export;

namespace IntelMQ.Formats.Tests.Support;

/// <summary>The formats of all packages.</summary>
internal static class TestedFormats
{
    public static IReadOnlyList<EventFormat> All { get; } = StandardFormats.All;

    public static EventFormat Of(string name) => All.Single(format => format.Name == name);
}
