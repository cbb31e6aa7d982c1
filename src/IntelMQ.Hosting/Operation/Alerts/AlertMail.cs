using IntelMQ.Bots;

namespace IntelMQ.Hosting.Operation;

/// <summary>Where mails about alerts go.</summary>
/// <param name="Host">The server.</param>
/// <param name="Port">Its port; 25 by default.</param>
/// <param name="From">The sender's address.</param>
/// <param name="To">The receivers' addresses.</param>
public sealed record AlertMail(string Host, int Port, string From, IReadOnlyList<string> To)
{
    /// <summary>The user, where the server asks for one.</summary>
    public string? User { get; init; }

    /// <summary>The password.</summary>
    public Secret? Password { get; init; }
}
