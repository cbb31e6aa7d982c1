using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V1;

/// <summary>One call of IntelMQ's API.</summary>
/// <param name="Method">The method, as IntelMQ has it.</param>
/// <param name="Role">Who may call it.</param>
/// <param name="Read">
/// Reads the parameters; what it returns is run only where nothing is wrong with them, and answers with what is to be written as JSON, or with null where
/// it has written the answer itself.
/// </param>
internal sealed record V1Command(string Method, DashboardRole Role, Func<V1Request, Func<Task<JsonNode?>>> Read)
{
    /// <summary>Whether what a request asks for changes something; such requests are taken with POST, too.</summary>
    public Func<HttpRequest, bool> Changes { get; init; } = static _ => false;

    /// <summary>Whether nobody has to sign in for it.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Who may call it where it changes something.</summary>
    public DashboardRole ChangingRole { get; init; } = Role;
}
