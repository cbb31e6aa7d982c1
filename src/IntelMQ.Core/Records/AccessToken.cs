namespace IntelMQ.Records;

/// <summary>A token with which a program signs in.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Owner">The user whose it is.</param>
/// <param name="Role">What it may do, at most what its owner may.</param>
/// <param name="Expires">Until when.</param>
public sealed record AccessToken(string Id, string Owner, string Role, DateTimeOffset Expires)
{
    /// <summary>What it is for.</summary>
    public string Label { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }
}
