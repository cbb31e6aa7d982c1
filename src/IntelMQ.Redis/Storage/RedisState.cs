using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Redis.Server;
using IntelMQ.State;
using StackExchange.Redis;

namespace IntelMQ.Redis.Storage;

/// <summary>
/// State on the server, and a copy of it in memory to look things up in. A space is a hash: of keys alone their digests, with the time when
/// each is forgotten before the value (15 digits, milliseconds since 1970, 0 for never); beside it stands in which order they were set. A
/// space that is shared with bots in Python is what IntelMQ keeps: a key of the database for each.
/// </summary>
#pragma warning disable CA1001 // The copy is in memory alone; there is nothing to let go of.
internal sealed class RedisState(RedisServer server)
#pragma warning restore CA1001
{
    private const int TimeSize = 15;

    private readonly RedisBrokerOptions _options = server.Options;
    private readonly MemoryStateStore _copy = new(server.Options.Time);
    private readonly Dictionary<string, StateSpaceDeclaration> _spaces = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1, 1);

    // Of each fenced space, how often it was changed when it was read, and by this process since.
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);

    /// <summary>Makes a space known and loads what is stored of it.</summary>
    public async ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (space.Shared is { } shared)
                CheckShared(space.Name, shared);
            IStateSpace opened = await _copy.OpenAsync(space, cancellationToken).ConfigureAwait(false);
            bool isKnown;
            lock (_spaces)
                isKnown = _spaces.ContainsKey(space.Name);
            if (!isKnown && space.Shared is { } cache)
                await LoadSharedAsync(space, cache.Database).ConfigureAwait(false);
            else if (!isKnown)
                _copy.Apply(await LoadAsync(space).ConfigureAwait(false));
            lock (_spaces)
                _spaces[space.Name] = space;
            return opened;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Writes the number of changes, and of each the database (empty for the broker's own), the space, the key, whether it goes, whether it has to be absent, when it is forgotten, the value, the limit of the space, and how often a fenced one was changed.</summary>
    public void Write(IReadOnlyList<StateChange> changes, RedisArguments arguments)
    {
        arguments.Add(changes.Count);
        for (int i = 0; i < changes.Count; i++)
        {
            StateChange change = changes[i];
            StateSpaceDeclaration space = SpaceOf(change);
            bool isKeys = space.Kind == StateSpaceKind.Keys;
            if (isKeys && change.IsRemoval)
                throw new NotSupportedException($"The space {space.Name} holds keys alone, which go when their time is over.");
            if (space.Shared is { } shared)
                arguments.Add(shared.Database).Add("").Add(isKeys ? TextOf(change.Key.Span) : change.Key.ToArray());
            else
                arguments.Add("").Add(KeyOf(space.Name)).Add(isKeys ? DigestOf(change.Key.Span) : change.Key.ToArray());
            arguments.Add(change.IsRemoval ? 1 : 0).Add(change.Condition == StateCondition.Absent ? 1 : 0).Add(change.Expires is { } expires ? Math.Max(1, expires.ToUnixTimeMilliseconds()) : 0);
            if (space.Shared is not null && isKeys)
                arguments.Add("hash");
            else
                arguments.Add(isKeys ? [] : change.Value.ToArray());
            arguments.Add(space.MaxKeys ?? 0);
            arguments.Add(space.IsFenced ? VersionOf(space.Name).ToString(CultureInfo.InvariantCulture) : "");
        }
    }

    /// <summary>Takes into the copy what is stored.</summary>
    public void Publish(IReadOnlyList<StateChange> changes)
    {
        if (changes.Count == 0)
            return;
        _copy.Apply([.. changes.Select(static change => change with { Condition = StateCondition.None })]);
        lock (_spaces)
        {
            foreach (StateChange change in changes)
            {
                if (_versions.TryGetValue(change.Space, out long version))
                    _versions[change.Space] = version + 1;
            }
        }
    }

    /// <summary>Reads fenced spaces anew that somebody else has changed.</summary>
    /// <exception cref="IOException">The server does not answer; what is known is as it was.</exception>
    public async ValueTask RereadAsync(IReadOnlyList<StateChange> changes)
    {
        foreach (StateSpaceDeclaration space in changes.Select(change => SpaceOf(change)).Where(static space => space.IsFenced).Distinct())
        {
            IStateSpace known = await _copy.OpenAsync(space, default).ConfigureAwait(false);
            List<StateChange> loaded = await LoadAsync(space).ConfigureAwait(false);
            _copy.Apply([.. known.ReadAll().Select(entry => new StateChange(space.Name, entry.Key) { IsRemoval = true }), .. loaded]);
        }
    }

    private static string KeyOf(string space) => $"intelmq.net:state:{space}";

    private static byte[] DigestOf(ReadOnlySpan<byte> key)
    {
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        StateDigest.Of(key, digest);
        return digest[..StateDigest.Size];
    }

    // IntelMQ's bots write hashes as digits.
    private static byte[] TextOf(ReadOnlySpan<byte> key)
        => key.Length == SHA256.HashSizeInBytes ? Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key)) : key.ToArray();

    private static byte[] BytesOf(byte[] text)
    {
        byte[] bytes = new byte[SHA256.HashSizeInBytes];
        return text.Length == 2 * bytes.Length && Convert.FromHexString(Encoding.ASCII.GetString(text), bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == bytes.Length
            ? bytes
            : text;
    }

    private static DateTimeOffset? TimeOf(long milliseconds)
        => milliseconds <= 0 ? null : milliseconds >= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private async ValueTask<List<StateChange>> LoadAsync(StateSpaceDeclaration space)
    {
        string key = KeyOf(space.Name);
        long version = 0;
        // Before the content: what is newer than its number is only read once more.
        if (space.IsFenced)
            version = long.Parse((string)(await server.RunAsync(Scripts.Version, new RedisArguments().Add(_options.StateDatabase).Add(key)).ConfigureAwait(false))!, CultureInfo.InvariantCulture);
        var changes = new List<StateChange>();
        string cursor = "0";
        do
        {
            var answer = (RedisResult[])(await server.RunAsync(Scripts.Load, new RedisArguments().Add(_options.StateDatabase).Add(key).Add(cursor)).ConfigureAwait(false))!;
            cursor = (string)answer[0]!;
            var entries = (byte[][])answer[1]!;
            for (int i = 0; i + 1 < entries.Length; i += 2)
                changes.Add(ReadEntry(space, entries[i], entries[i + 1]));
        }
        while (cursor != "0");
        lock (_spaces)
        {
            if (space.IsFenced)
                _versions[space.Name] = version;
        }

        return changes;
    }

    private static StateChange ReadEntry(StateSpaceDeclaration space, byte[] key, byte[] stored)
    {
        if (stored.Length < TimeSize || !long.TryParse(stored.AsSpan(0, TimeSize), NumberStyles.None, CultureInfo.InvariantCulture, out long expires))
            throw new InvalidDataException($"The space {space.Name} is damaged: an entry does not begin with a time. Delete the key {KeyOf(space.Name)}, or give the bot another id.");
        bool isKeys = space.Kind == StateSpaceKind.Keys;
        if (isKeys && (key.Length != StateDigest.Size || stored.Length != TimeSize))
            throw new InvalidDataException($"The space {space.Name} holds values, but the bot keeps keys there: clear its state, or give the bot another id.");
        if (isKeys)
            Array.Resize(ref key, SHA256.HashSizeInBytes);
        return new StateChange(space.Name, key) { Value = stored.AsMemory(TimeSize), Expires = TimeOf(expires) };
    }

    private async ValueTask LoadSharedAsync(StateSpaceDeclaration space, int database)
    {
        bool isKeys = space.Kind == StateSpaceKind.Keys;
        string cursor = "0";
        do
        {
            var answer = (RedisResult[])(await server.RunAsync(Scripts.LoadShared, new RedisArguments().Add(database).Add(cursor).Add(isKeys ? "0" : "1")).ConfigureAwait(false))!;
            cursor = (string)answer[0]!;
            DateTimeOffset now = _options.Time.GetUtcNow();
            var changes = new List<StateChange>();
            for (int i = 1; i + 2 < answer.Length; i += 3)
            {
                byte[] key = (byte[])answer[i]!;
                long left = (long)answer[i + 1];
                // A key longer than any of ours is somebody else's; one with no time left is gone.
                if (key.Length is 0 or > StateLimits.MaxKey || left == -2)
                    continue;
                changes.Add(new StateChange(space.Name, isKeys ? BytesOf(key) : key) { Value = isKeys ? default : (byte[]?)answer[i + 2] ?? [], Expires = left < 0 ? null : now.AddMilliseconds(left) });
            }

            _copy.Apply(changes);
        }
        while (cursor != "0");
    }

    // One script stores all of a commit, so all of it has to be on one server.
    private void CheckShared(string space, SharedCache shared)
    {
        bool isSame = _options.SocketPath is { } path
            ? shared.Host.EndsWith(path, StringComparison.Ordinal)
            : shared.Port == _options.Port && HostOf(shared.Host) == HostOf(_options.Host);
        if (!isSame)
            throw new InvalidDataException($"The cache of {space} is at {shared}, but has to be on the server of the queues, {_options.Address}: both are changed together.");
        if (shared.Database == _options.Database || shared.Database == _options.StateDatabase)
            throw new InvalidDataException($"The cache of {space} is in database {shared.Database}, which holds the queues or the state of the broker.");
    }

    private static string HostOf(string host) => host is "127.0.0.1" or "::1" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "localhost" : host.ToUpperInvariant();

    private long VersionOf(string space)
    {
        lock (_spaces)
            return _versions.GetValueOrDefault(space);
    }

    private StateSpaceDeclaration SpaceOf(in StateChange change)
    {
        lock (_spaces)
            return _spaces.TryGetValue(change.Space, out StateSpaceDeclaration? space) ? space : throw new InvalidOperationException($"The space {change.Space} was not opened.");
    }
}
