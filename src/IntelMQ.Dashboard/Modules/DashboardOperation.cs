namespace IntelMQ.Dashboard.Modules;

/// <summary>
/// An operation of the API <c>/v2</c>. One that changes something (any method but GET) is taken with a bearer token, or from the dashboard's own pages,
/// whose scripts send the proof of the page (<c>meta[name=intelmq-proof]</c>) in the header <c>X-IntelMQ-Proof</c>.
/// </summary>
/// <param name="Method">The method: <c>GET</c>, <c>POST</c>, <c>PUT</c>, <c>PATCH</c> or <c>DELETE</c>.</param>
/// <param name="Path">The path below the module's, with places in braces: <c>recipients/{id}</c>; empty for the module's own.</param>
/// <param name="Role">What one has to be at least.</param>
/// <param name="Summary">What it does, in a sentence, for the OpenAPI document.</param>
/// <param name="Run">Does it.</param>
public sealed record DashboardOperation(string Method, string Path, DashboardRole Role, string Summary, Func<DashboardRequest, Task> Run)
{
    /// <summary>The status of an answer where all is well.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Names of parameters in the query, with what each is, for the OpenAPI document.</summary>
    public IReadOnlyList<(string Name, string Summary)> Query { get; init; } = [];

    /// <summary>Names of headers that count, with what each is, for the OpenAPI document.</summary>
    public IReadOnlyList<(string Name, string Summary)> Headers { get; init; } = [];

    /// <summary>A body as JSON, as one sends it; <see langword="null"/> where none is sent.</summary>
    public string? BodyExample { get; init; }

    /// <summary>An answer as JSON; <see langword="null"/> where it has none.</summary>
    public string? AnswerExample { get; init; }
}
