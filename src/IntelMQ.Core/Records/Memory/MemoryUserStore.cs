namespace IntelMQ.Records;

/// <summary>Users in memory.</summary>
internal sealed class MemoryUserStore(TimeProvider time) : IUserStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, User> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (AccessToken Token, string Hash)> _tokens = new(StringComparer.Ordinal);

    public ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(_users.GetValueOrDefault(name));
    }

    public ValueTask<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return new([.. _users.Values]);
    }

    public ValueTask<User?> SaveAsync(User user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_gate)
        {
            long version = _users.TryGetValue(user.Name, out User? present) ? present.Version : 0;
            if (version != user.Version)
                return new((User?)null);
            return new(_users[user.Name] = user with { Version = version + 1 });
        }
    }

    public ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (string id in _tokens.Values.Where(entry => entry.Token.Owner == name).Select(static entry => entry.Token.Id).ToArray())
                _tokens.Remove(id);
            return new(_users.Remove(name));
        }
    }

    public ValueTask AddTokenAsync(AccessToken token, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        lock (_gate)
            _tokens[token.Id] = (token, Convert.ToHexString(hash.Span));
        return ValueTask.CompletedTask;
    }

    public ValueTask<AccessToken?> FindTokenAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        string wanted = Convert.ToHexString(hash.Span);
        lock (_gate)
            return new(_tokens.Values.Where(entry => entry.Hash == wanted && entry.Token.Expires > time.GetUtcNow()).Select(static entry => entry.Token).FirstOrDefault());
    }

    public ValueTask<IReadOnlyList<AccessToken>> ListTokensAsync(string owner, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new([.. _tokens.Values.Select(static entry => entry.Token).Where(token => token.Owner == owner).OrderBy(static token => token.Id, StringComparer.Ordinal)]);
    }

    public ValueTask<bool> RemoveTokenAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(_tokens.Remove(id));
    }
}
