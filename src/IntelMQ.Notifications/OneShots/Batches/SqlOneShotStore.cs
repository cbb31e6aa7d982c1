using System.Data.Common;
using System.Text.Json;
using IntelMQ.Notifications.OneShots.Mapping;
using IntelMQ.Notifications.Stores;
using static IntelMQ.Notifications.Stores.NotificationDatabase;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>One-shots in a database, SQLite or PostgreSQL, in tables of its own beside those of <see cref="SqlNotificationStore"/>.</summary>
/// <param name="settings">Where it is.</param>
public sealed class SqlOneShotStore(SqlNotificationSettings settings) : IOneShotStore
{
    private static readonly Func<DbCommand, CancellationToken, Task<List<string>>> Texts = Rows(static row => row.GetString(0));

    private readonly NotificationDatabase _database = new(settings ?? throw new ArgumentNullException(nameof(settings)), "one-shots");

    /// <inheritdoc/>
    public async ValueTask MigrateAsync(CancellationToken cancellationToken)
    {
        await RunAsync("CREATE TABLE IF NOT EXISTS intelmq_one_shots (id varchar(32) PRIMARY KEY, created bigint NOT NULL, version bigint NOT NULL, document text NOT NULL)", Execute, cancellationToken).ConfigureAwait(false);
        await RunAsync("CREATE INDEX IF NOT EXISTS intelmq_one_shots_created ON intelmq_one_shots (created)", Execute, cancellationToken).ConfigureAwait(false);
        await RunAsync("CREATE TABLE IF NOT EXISTS intelmq_one_shot_presets (name varchar(200) PRIMARY KEY, document text NOT NULL)", Execute, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<OneShot?> FindAsync(string id, CancellationToken cancellationToken)
        => (await RunAsync("SELECT document FROM intelmq_one_shots WHERE id = @p0", Texts, cancellationToken, id).ConfigureAwait(false)) is [var text] ? Read(text) : null;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OneShot>> ListAsync(int skip, int limit, CancellationToken cancellationToken)
        => [.. (await RunAsync("SELECT document FROM intelmq_one_shots ORDER BY created DESC, id LIMIT @p0 OFFSET @p1", Texts, cancellationToken, (long)limit, (long)skip).ConfigureAwait(false)).Select(Read)];

    /// <inheritdoc/>
    public async ValueTask<OneShot?> SaveAsync(OneShot oneShot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        OneShot next = oneShot with { Version = oneShot.Version + 1 };
        string text = JsonSerializer.Serialize(next, OneShotJson.Default.OneShot);
        int changed = oneShot.Version == 0
            ? await RunAsync("INSERT INTO intelmq_one_shots (id, created, version, document) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT (id) DO NOTHING", Execute, cancellationToken, next.Id, next.Created.ToUnixTimeMilliseconds(), next.Version, text).ConfigureAwait(false)
            : await RunAsync("UPDATE intelmq_one_shots SET version = @p1, document = @p2 WHERE id = @p0 AND version = @p3", Execute, cancellationToken, next.Id, next.Version, text, oneShot.Version).ConfigureAwait(false);
        return changed == 1 ? next : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MappingPreset>> ListPresetsAsync(CancellationToken cancellationToken)
        => [.. (await RunAsync("SELECT document FROM intelmq_one_shot_presets ORDER BY name", Texts, cancellationToken).ConfigureAwait(false)).Select(static text => JsonSerializer.Deserialize(text, OneShotJson.Default.MappingPreset)!)];

    /// <inheritdoc/>
    public async ValueTask SavePresetAsync(MappingPreset preset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(preset);
        await RunAsync("INSERT INTO intelmq_one_shot_presets (name, document) VALUES (@p0, @p1) ON CONFLICT (name) DO UPDATE SET document = excluded.document", Execute, cancellationToken, preset.Name, JsonSerializer.Serialize(preset, OneShotJson.Default.MappingPreset)).ConfigureAwait(false);
    }

    private static OneShot Read(string text) => JsonSerializer.Deserialize(text, OneShotJson.Default.OneShot)!;

    private Task<T> RunAsync<T>(string sql, Func<DbCommand, CancellationToken, Task<T>> run, CancellationToken cancellationToken, params object[] values)
        => _database.UseAsync((connection, token) => _database.RunAsync(connection, null, sql, run, token, [.. values.Select(static value => value is string text ? Clean(text) : value)]), cancellationToken);
}
