namespace IntelMQ.Records;

/// <summary>Who may sign in, and with what.</summary>
public interface IUserStore
{
    /// <summary>The user of a name; <see langword="null"/> where there is none.</summary>
    ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>All users by name.</summary>
    ValueTask<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Stores a user, new or changed, if nobody else has meanwhile.</summary>
    /// <returns>The user with its new version; <see langword="null"/> where the version is another by now, and nothing was stored.</returns>
    ValueTask<User?> SaveAsync(User user, CancellationToken cancellationToken);

    /// <summary>Removes a user with all tokens.</summary>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="hash">The SHA-256 of its text, which is stored in its place.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask AddTokenAsync(AccessToken token, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken);

    /// <summary>The token of a hash; <see langword="null"/> where there is none, or its time is over.</summary>
    ValueTask<AccessToken?> FindTokenAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken);

    /// <summary>A user's tokens, also those whose time is over.</summary>
    ValueTask<IReadOnlyList<AccessToken>> ListTokensAsync(string owner, CancellationToken cancellationToken);

    /// <summary>Removes a token.</summary>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> RemoveTokenAsync(string id, CancellationToken cancellationToken);
}
