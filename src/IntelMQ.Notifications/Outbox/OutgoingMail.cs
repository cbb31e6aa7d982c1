namespace IntelMQ.Notifications.Outbox;

/// <summary>A mail as it is sent. Nothing in it changes any more.</summary>
/// <param name="Id">Its Message-ID, without brackets: the same directives always give the same.</param>
/// <param name="Batch">The batch that it tells of.</param>
/// <param name="Recipient">Whose events it holds.</param>
/// <param name="SentTo">Where it goes: the recipient, or in an exercise whoever gets all.</param>
/// <param name="Sender">Whom the server is told it comes from, and where it sends what cannot be delivered.</param>
/// <param name="Content">The mail: headers and body, RFC 5322.</param>
public sealed record OutgoingMail(string Id, string Batch, string Recipient, string SentTo, string Sender, ReadOnlyMemory<byte> Content)
{
    /// <summary>Its subject.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Its ticket number; <see langword="null"/> for none.</summary>
    public string? Ticket { get; init; }

    /// <summary>Its language.</summary>
    public string Language { get; init; } = "";

    /// <summary>How many events it holds.</summary>
    public int Rows { get; init; }

    /// <summary>Whether it goes to somebody other than its recipient, and settles nothing: a test, or an exercise.</summary>
    public bool IsExercise { get; init; }

    /// <summary>The domain that it is sent to, in small letters.</summary>
    public string Domain => SentTo[(SentTo.LastIndexOf('@') + 1)..].ToLowerInvariant();
}
