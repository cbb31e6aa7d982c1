using IntelMQ.Records;
using IntelMQ.Sqlite.Storage;
using Microsoft.Data.Sqlite;
using static IntelMQ.Sqlite.Records.SqliteRecords;

namespace IntelMQ.Sqlite.Records;

/// <summary>Users and tokens in the broker's file.</summary>
internal sealed class SqliteUserStore(SqliteBroker broker) : IUserStore
{
    private const string UserColumns = "name, role, version, password, disabled, failed, locked, preferences";
    private const string TokenColumns = "id, owner, role, expires, label, created";

    public ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken)
        => new(Read(broker, $"SELECT {UserColumns} FROM user WHERE name = $a", UserOf, name).FirstOrDefault());

    public ValueTask<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken)
        => new(Read(broker, $"SELECT {UserColumns} FROM user ORDER BY name", UserOf));

    public ValueTask<User?> SaveAsync(User user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        User saved = user with { Version = user.Version + 1 };
        return WriteAsync(
            broker,
            statements =>
            {
                long present = Query(statements.Connection, statements.Transaction, "SELECT version FROM user WHERE name = $a", static row => row.GetInt64(0), user.Name).FirstOrDefault();
                if (present != user.Version)
                    return null;
                Store(statements, saved);
                return saved;
            },
            cancellationToken);
    }

    public ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken)
        => WriteAsync(
            broker,
            statements =>
            {
                statements.Run("DELETE FROM token WHERE owner = $a", name);
                return statements.Run("DELETE FROM user WHERE name = $a", name) > 0;
            },
            cancellationToken);

    public async ValueTask AddTokenAsync(AccessToken token, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        await WriteAsync(
            broker,
            statements => statements.Run(
                $"INSERT OR REPLACE INTO token ({TokenColumns}, hash) VALUES ($a, $b, $c, $d, $e, $f, $g)",
                token.Id,
                token.Owner,
                token.Role,
                TimeOf(token.Expires),
                token.Label,
                TimeOf(token.Created),
                hash.ToArray()),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<AccessToken?> FindTokenAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
        => new(Read(broker, $"SELECT {TokenColumns} FROM token WHERE hash = $a AND expires > $b", TokenOf, hash.ToArray(), TimeOf(broker.Time.GetUtcNow())).FirstOrDefault());

    public ValueTask<IReadOnlyList<AccessToken>> ListTokensAsync(string owner, CancellationToken cancellationToken)
        => new(Read(broker, $"SELECT {TokenColumns} FROM token WHERE owner = $a ORDER BY id", TokenOf, owner));

    public ValueTask<bool> RemoveTokenAsync(string id, CancellationToken cancellationToken)
        => WriteAsync(broker, statements => statements.Run("DELETE FROM token WHERE id = $a", id) > 0, cancellationToken);

    private static void Store(SqliteStatements statements, User user)
        => statements.Run(
            $"INSERT OR REPLACE INTO user ({UserColumns}) VALUES ($a, $b, $c, $d, $e, $f, $g, $h)",
            user.Name,
            user.Role,
            user.Version,
            (object?)user.PasswordHash ?? DBNull.Value,
            user.IsDisabled,
            user.FailedAttempts,
            TimeOf(user.LockedUntil),
            user.Preferences);

    private static User UserOf(SqliteDataReader row) => new(row.GetString(0), row.GetString(1))
    {
        Version = row.GetInt64(2),
        PasswordHash = MaybeTextAt(row, 3),
        IsDisabled = row.GetBoolean(4),
        FailedAttempts = row.GetInt32(5),
        LockedUntil = MaybeTimeAt(row, 6),
        Preferences = row.GetString(7),
    };

    private static AccessToken TokenOf(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), TimeAt(row, 3))
    {
        Label = row.GetString(4),
        Created = TimeAt(row, 5),
    };
}
