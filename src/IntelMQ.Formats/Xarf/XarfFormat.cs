using System.Text.Json;

namespace IntelMQ.Formats;

/// <summary>The eXtended Abuse Reporting Format.</summary>
internal sealed class XarfFormat(XarfReporter reporter) : JsonFormat
{
    /// <inheritdoc/>
    public override string Name => "xarf";

    /// <inheritdoc/>
    public override string Title => "XARF 4";

    /// <inheritdoc/>
    public override string Specification => "https://xarf.org/";

    /// <inheritdoc/>
    protected override JsonTable Table { get; } = XarfTable.Of(reporter);

    /// <inheritdoc/>
    protected override string? Refuses(JsonElement document)
        => document.Text("xarf_version") is not { } version ? "The document is no report of XARF 4: it has no xarf_version."
            : version.StartsWith("4.", StringComparison.Ordinal) ? null : "The document is of another version of XARF than 4.";
}
