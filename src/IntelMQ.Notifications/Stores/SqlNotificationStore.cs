using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Export;
using static IntelMQ.Notifications.Stores.NotificationDatabase;
using static IntelMQ.Notifications.Stores.NotificationTables;

namespace IntelMQ.Notifications.Stores;

/// <summary>A store of notifications in a database, SQLite or PostgreSQL, in tables of its own (<c>intelmq_mail_...</c>). <see cref="MigrateAsync"/> makes them.</summary>
public sealed partial class SqlNotificationStore : INotificationStore
{
    private const int ChunkSize = 500;

    private readonly SqlNotificationSettings _settings;
    private readonly NotificationDatabase _database;

    /// <summary>Gets the store ready; connects to nothing yet.</summary>
    /// <param name="settings">Where it is.</param>
    public SqlNotificationStore(SqlNotificationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Engine is not (SqlEngine.Sqlite or SqlEngine.PostgreSql))
            throw new ArgumentOutOfRangeException(nameof(settings), settings.Engine, "Notifications are kept in SQLite and PostgreSQL.");
        _settings = settings;
        _database = new NotificationDatabase(settings, "notifications");
    }

    /// <inheritdoc/>
    public ValueTask MigrateAsync(CancellationToken cancellationToken) => new(_database.UseAsync(async (connection, token) =>
    {
        // Readers and a writer do not wait for one another.
        if (_settings.Engine == SqlEngine.Sqlite)
            await _database.RunAsync(connection, null, "PRAGMA journal_mode = WAL", Execute, token).ConfigureAwait(false);
        return await _database.WriteAsync(connection, async (transaction, inner) =>
        {
            await _database.RunAsync(connection, transaction, $"CREATE TABLE IF NOT EXISTS {NotificationTables.Version} (version bigint NOT NULL)", Execute, inner).ConfigureAwait(false);
            object? known = await _database.RunAsync(connection, transaction, $"SELECT COALESCE(MAX(version), 0) FROM {NotificationTables.Version}", Scalar, inner).ConfigureAwait(false);
            int version = Convert.ToInt32(known, CultureInfo.InvariantCulture);
            if (version > Latest)
                throw new DatabaseServiceException($"The store of notifications is of version {version}, and this program of {Latest}: use a later one.", null);
            for (; version < Latest; version++)
            {
                foreach (string statement in Of(version + 1, _settings.Engine))
                    await _database.RunAsync(connection, transaction, statement, Execute, inner).ConfigureAwait(false);
                await _database.RunAsync(connection, transaction, $"INSERT INTO {NotificationTables.Version} VALUES (@p0)", Execute, inner, (long)version + 1).ConfigureAwait(false);
            }

            return true;
        }, token).ConfigureAwait(false);
    }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private long Now => _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private static DateTimeOffset TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>The conditions of a question as they are written, with their values.</summary>
    private sealed class Conditions
    {
        private readonly List<string> _texts = [];

        public List<object?> Values { get; } = [];

        public string Text => _texts.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _texts);

        public Conditions Add(string left, object? value)
        {
            if (value is null)
                return this;
            _texts.Add($"{left} {NameOf(value)}");
            return this;
        }

        public Conditions AddIn(string column, bool isIn, IReadOnlyCollection<string>? values)
        {
            if (values is null || (values.Count == 0 && !isIn))
                return this;
            _texts.Add(values.Count == 0 ? "1 = 0" : $"{column}{(isIn ? "" : " NOT")} IN ({string.Join(", ", values.Select(NameOf))})");
            return this;
        }

        public Conditions AddStates(params IReadOnlyList<Directives.DirectiveState> states)
        {
            _texts.Add($"state IN ({string.Join(", ", states.Select(static state => ((long)state).ToString(CultureInfo.InvariantCulture)))})");
            return this;
        }

        public Conditions AddIds(IReadOnlyCollection<long>? ids)
        {
            if (ids is not null)
                _texts.Add(ids.Count == 0 ? "1 = 0" : $"id IN ({string.Join(", ", ids.Select(static id => id.ToString(CultureInfo.InvariantCulture)))})");
            return this;
        }

        public string NameOf(object value)
        {
            Values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"@p{Values.Count - 1}");
        }
    }
}
