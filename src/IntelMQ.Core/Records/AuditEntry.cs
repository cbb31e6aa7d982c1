namespace IntelMQ.Records;

/// <summary>Somebody did something.</summary>
/// <param name="Who">Who: a user, a token's owner, or the host itself.</param>
/// <param name="Action">What was done, such as <c>bot.stop</c>.</param>
/// <param name="Target">What it was done to.</param>
public sealed record AuditEntry(string Who, string Action, string Target)
{
    /// <summary>The entry's number, growing; given by the log.</summary>
    public long Number { get; init; }

    /// <summary>When; given by the log.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>What was before; without secrets.</summary>
    public string? Before { get; init; }

    /// <summary>What is after; without secrets.</summary>
    public string? After { get; init; }

    /// <summary>Anything else that explains it.</summary>
    public string? Note { get; init; }
}
