using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using IntelMQ.State;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Storage;

/// <summary>
/// State in the broker's file, and a copy of it in memory to look things up in. Keys alone are an append-only log of digests, a row for each
/// commit: an index on disk would cost ten times as much a key.
/// </summary>
#pragma warning disable CA1001 // The copy is in memory alone; there is nothing to let go of.
internal sealed class SqliteState
#pragma warning restore CA1001
{
    // A digest and the second in which it is forgotten; the highest means never.
    private const int KeySize = StateDigest.Size + sizeof(uint);
    private const uint Never = uint.MaxValue;

    private readonly MemoryStateStore _copy;
    private readonly Dictionary<string, (long Number, StateSpaceKind Kind)> _spaces = new(StringComparer.Ordinal);

    // Keys are forgotten by it.
    private readonly StateClock _line;
    private StateMark? _marked;

    // What requests of the group that is being stored have changed: not in the copy before it is on disk.
    private readonly List<StateChange> _group = [];
    private readonly HashSet<(string Space, UInt128 Key)> _groupKeys = [];

    public SqliteState(TimeProvider time, SqliteConnection connection)
    {
        _marked = MarkIn(connection);
        _line = new StateClock(time, _marked);
        _copy = new MemoryStateStore(time);
    }

    /// <summary>Makes a space known and loads what is stored of it.</summary>
    public async ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, SqliteConnection connection, Func<Action<SqliteStatements>, ValueTask> storeAsync)
    {
        bool isKnown;
        lock (_spaces)
            isKnown = _spaces.ContainsKey(space.Name);
        IStateSpace opened = await _copy.OpenAsync(space, default).ConfigureAwait(false);
        if (isKnown)
            return opened;
        (long Number, StateSpaceKind Kind) stored = Find(space, connection);
        if (stored.Number == 0)
        {
            await storeAsync(statements => statements.Run("INSERT INTO space (name, kind) VALUES ($a, $b)", space.Name, (long)space.Kind)).ConfigureAwait(false);
            stored = Find(space, connection);
        }

        if (stored.Kind != space.Kind)
            throw new InvalidDataException($"The space {space.Name} holds {stored.Kind}, but the bot keeps {space.Kind} there: clear its state, or give the bot another id.");
        if (space.Kind == StateSpaceKind.Keys)
            LoadKeys(space.Name, stored.Number, connection);
        else
            LoadValues(space.Name, stored.Number, connection);
        lock (_spaces)
            _spaces[space.Name] = stored;
        return opened;
    }

    /// <summary>The positions of changes whose conditions do not hold.</summary>
    public IReadOnlyList<int>? Check(IReadOnlyList<StateChange> changes)
    {
        if (changes.Count == 0)
            return null;
        CommitOutcome outcome = _copy.Check(changes);
        List<int>? conflicts = outcome.IsStored ? null : [.. outcome.Conflicts];
        if (_groupKeys.Count == 0)
            return conflicts;
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Condition == StateCondition.Absent && _groupKeys.Contains(KeyOf(changes[i])) && conflicts?.Contains(i) != true)
                (conflicts ??= []).Add(i);
        }

        return conflicts;
    }

    /// <summary>Writes changes within the open transaction.</summary>
    public void Write(IReadOnlyList<StateChange> changes, SqliteStatements statements)
    {
        Dictionary<string, List<StateChange>>? keys = null;
        foreach (StateChange change in changes)
        {
            (long number, StateSpaceKind kind) = SpaceOf(change);
            if (kind == StateSpaceKind.Keys)
            {
                keys ??= new(StringComparer.Ordinal);
                if (!keys.TryGetValue(change.Space, out List<StateChange>? list))
                    keys.Add(change.Space, list = []);
                list.Add(change);
            }
            else if (change.IsRemoval)
            {
                statements.DeleteEntry(number, change.Key);
            }
            else
            {
                statements.SetEntry(number, change.Key, change.Value, change.Expires?.ToUnixTimeMilliseconds());
            }

            _group.Add(change);
            _groupKeys.Add(KeyOf(change));
        }

        if (keys is null)
            return;
        WriteMark(statements);
        foreach (List<StateChange> added in keys.Values)
            WriteKeys(SpaceOf(added[0]).Number, added, statements);
    }

    /// <summary>Takes what the group has changed into the copy: it is on disk.</summary>
    public void PublishGroup()
    {
        if (_group.Count == 0)
            return;
        _copy.Apply([.. _group.Select(static change => change with { Condition = StateCondition.None })]);
        ForgetGroup();
    }

    public void ForgetGroup()
    {
        _group.Clear();
        _groupKeys.Clear();
    }

    /// <summary>Removes what is over from the disk, and joins the rows of keys that were written one commit at a time.</summary>
    public void Clean(SqliteStatements statements, DateTimeOffset now)
    {
        WriteMark(statements);
        statements.Run("DELETE FROM keys WHERE last_expiry <= $a", _line.GetUtcNow().ToUnixTimeSeconds());
        statements.Run("DELETE FROM entry WHERE expires <= $a", now.ToUnixTimeMilliseconds());
    }

    // Not taken back where the transaction is: the next one that goes through writes what matters.
    private void WriteMark(SqliteStatements statements)
    {
        StateMark mark = _line.Mark;
        if (!mark.IsNewsAfter(_marked))
            return;
        string text = string.Create(CultureInfo.InvariantCulture, $"{mark.Time.UtcTicks} {mark.Ahead.Ticks}");
        statements.Run("INSERT INTO meta (name, value) VALUES ('line', $a) ON CONFLICT (name) DO UPDATE SET value = excluded.value", text);
        _marked = mark;
    }

    private static StateMark? MarkIn(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE name = 'line'";
        return (command.ExecuteScalar() as string)?.Split(' ') is [var time, var ahead]
            && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTime.MaxValue.Ticks
            && long.TryParse(ahead, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long by)
            ? new StateMark(new DateTimeOffset(ticks, TimeSpan.Zero), new TimeSpan(by))
            : null;
    }

    private void WriteKeys(long space, List<StateChange> keys, SqliteStatements statements)
    {
        byte[] digests = new byte[keys.Count * KeySize];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        uint last = 0;
        for (int i = 0; i < keys.Count; i++)
        {
            Span<byte> place = digests.AsSpan(i * KeySize, KeySize);
            StateDigest.Of(keys[i].Key.Span, digest);
            digest[..StateDigest.Size].CopyTo(place);
            uint expiry = keys[i].Expires is { } expires ? (uint)Math.Clamp((_line.OnLine(expires).ToUnixTimeMilliseconds() + 999) / 1000, 1, Never - 1L) : Never;
            BinaryPrimitives.WriteUInt32BigEndian(place[StateDigest.Size..], expiry);
            last = Math.Max(last, expiry);
        }

        statements.InsertKeys(space, last, digests);
    }

    private void LoadKeys(string name, long number, SqliteConnection connection)
    {
        long now = _line.GetUtcNow().ToUnixTimeSeconds();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT digests FROM keys WHERE space = $a AND last_expiry > $b ORDER BY id";
        command.Parameters.AddWithValue("$a", number);
        command.Parameters.AddWithValue("$b", now);
        using SqliteDataReader reader = command.ExecuteReader();
        var changes = new List<StateChange>();
        while (reader.Read())
        {
            byte[] digests = (byte[])reader[0];
            if (digests.Length % KeySize != 0)
                throw new InvalidDataException($"The keys of {name} are damaged: a row has {digests.Length} bytes.");
            changes.Clear();
            for (int at = 0; at < digests.Length; at += KeySize)
            {
                uint expiry = BinaryPrimitives.ReadUInt32BigEndian(digests.AsSpan(at + StateDigest.Size));
                if (expiry <= now)
                    continue;
                byte[] key = new byte[SHA256.HashSizeInBytes];
                digests.AsSpan(at, StateDigest.Size).CopyTo(key);
                changes.Add(new StateChange(name, key) { Expires = expiry == Never ? null : _line.ByClock(DateTimeOffset.FromUnixTimeSeconds(expiry)) });
            }

            _copy.Apply(changes);
        }
    }

    private void LoadValues(string name, long number, SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT key, value, expires FROM entry WHERE space = $a";
        command.Parameters.AddWithValue("$a", number);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            DateTimeOffset? expires = reader.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2));
            _copy.Apply([new StateChange(name, (byte[])reader[0]) { Value = (byte[])reader[1], Expires = expires }]);
        }
    }

    private static (long Number, StateSpaceKind Kind) Find(StateSpaceDeclaration space, SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT number, kind FROM space WHERE name = $a";
        command.Parameters.AddWithValue("$a", space.Name);
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), (StateSpaceKind)reader.GetInt32(1)) : (0, space.Kind);
    }

    private (long Number, StateSpaceKind Kind) SpaceOf(in StateChange change)
    {
        lock (_spaces)
        {
            return _spaces.TryGetValue(change.Space, out (long Number, StateSpaceKind Kind) space)
                ? space
                : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The space {change.Space} was not opened."));
        }
    }

    private static (string Space, UInt128 Key) KeyOf(in StateChange change)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        StateDigest.Of(change.Key.Span, digest);
        return (change.Space, BinaryPrimitives.ReadUInt128BigEndian(digest));
    }
}
