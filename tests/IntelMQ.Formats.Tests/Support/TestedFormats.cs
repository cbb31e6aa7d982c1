using IntelMQ.Export;
using IntelMQ.Misp;

namespace IntelMQ.Formats.Tests.Support;

/// <summary>The formats of all packages.</summary>
internal static class TestedFormats
{
    public static IReadOnlyList<EventFormat> All { get; } = [.. StandardFormats.All, MispObject.Format];

    public static EventFormat Of(string name) => All.Single(format => format.Name == name);
}
