namespace IntelMQ.Mail.Connections;

/// <summary>A recipient that a server does not take mail for.</summary>
/// <param name="Address">The address.</param>
/// <param name="IsFinal">Whether it would refuse again (5xx).</param>
/// <param name="Reason">The server's words.</param>
internal sealed record RefusedRecipient(string Address, bool IsFinal, string Reason);
