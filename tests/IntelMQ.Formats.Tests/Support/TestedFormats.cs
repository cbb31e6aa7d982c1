using IntelMQ.Export;
using IntelMQ.Misp;

namespace IntelMQ.Formats.Tests.Support;

/// <summary>The formats of all packages.</summary>
internal static class TestedFormats
{
    public static XarfReporter Reporter => new("Example CERT", "abuse@example.com", "example.com");

    public static IReadOnlyList<EventFormat> All { get; } = [.. ((EventFormat[])[.. StandardFormats.All, MispObject.Format, Formats.Xarf.Of(Reporter)]).OrderBy(static format => format.Name, StringComparer.Ordinal)];

    public static EventFormat Of(string name) => All.Single(format => format.Name == name);
}
