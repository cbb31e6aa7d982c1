using System.Text.Json.Nodes;

namespace IntelMQ.Dashboard.V2;

/// <summary>An answer that may be given again for the same key.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body, or what is wrong: then <paramref name="Detail"/> is set.</param>
/// <param name="Tag">The tag of what was made.</param>
/// <param name="Detail">What is wrong; <see langword="null"/> where nothing is.</param>
/// <param name="Errors">All that is wrong.</param>
internal sealed record V2Answer(int Status, JsonNode? Body, string? Tag = null, string? Detail = null, IReadOnlyList<string>? Errors = null)
{
    /// <summary>Where to look how it goes on, below the dashboard's prefix; <see langword="null"/> where it has ended.</summary>
    public string? Location { get; init; }
}
