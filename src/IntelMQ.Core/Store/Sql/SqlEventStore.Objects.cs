using System.Data.Common;
using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using static IntelMQ.Store.StoreMigrations;

namespace IntelMQ.Store;

public abstract partial class SqlEventStore
{
    private const int TrackedAtOnce = 2000;
    private static readonly string[] Followed = ["time.observation", "time.source", "source.ip", "source.fqdn", "source.url", "source.port", "classification.identifier", "classification.type", "malware.name", "feed.name"];

    /// <inheritdoc/>
    public async ValueTask<long> TrackAsync(CancellationToken cancellationToken)
    {
        long horizon = await WriteAsync((connection, transaction) => HorizonAsync(connection, transaction, cancellationToken), cancellationToken).ConfigureAwait(false);
        long tracked = 0;
        while (true)
        {
            SqlQuestion question = await QuestionAsync(cancellationToken).ConfigureAwait(false);
            int step = await WriteAsync((connection, transaction) => TrackAsync(question, horizon, connection, transaction, cancellationToken), cancellationToken).ConfigureAwait(false);
            tracked += step;
            if (step < TrackedAtOnce)
                return tracked;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeclareFeedAsync(string feed, bool isComplete, DateTimeOffset? ran, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feed);
        await WriteAsync(
            (connection, transaction) => RunAsync(
                connection,
                transaction,
                $"INSERT INTO {Prefix}feed (feed, is_complete, last_run) VALUES (@p0, @p1, @p2) ON CONFLICT (feed) DO UPDATE SET is_complete = excluded.is_complete, last_run = CASE WHEN {Prefix}feed.last_run IS NULL OR excluded.last_run > {Prefix}feed.last_run THEN excluded.last_run ELSE {Prefix}feed.last_run END",
                static command => command.ExecuteNonQueryAsync(),
                feed,
                isComplete ? 1 : 0,
                TimeText(ran)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TrackedObject>> FindObjectsAsync(ObjectQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        DateTimeOffset now = _settings.Time.GetUtcNow();
        var question = new SqlQuestion(_sql, new Dictionary<string, string>());
        question.Text.Append(CultureInfo.InvariantCulture, $"SELECT o.kind, o.value, o.port, o.problem, o.feed, o.first_seen, o.last_seen, o.events, o.relapses, o.relapsed, f.is_complete, f.last_run FROM {Prefix}object AS o LEFT JOIN {Prefix}feed AS f ON f.feed = o.feed");
        var conditions = new List<string>();
        if (query.Kind is { } kind)
            conditions.Add($"o.kind = {question.Add(NameOf(kind))}");
        if (query.Value is { } value)
            conditions.Add($"o.value = {question.Add(value)}");
        if (query.Feed is { } feed)
            conditions.Add($"o.feed = {question.Add(feed)}");
        if (query.SeenFrom is { } from)
            conditions.Add($"o.last_seen >= {question.Add(TimeText(from)!)}");
        if (conditions.Count > 0)
            question.Text.Append(" WHERE ").AppendJoin(" AND ", conditions);
        question.Text.Append(CultureInfo.InvariantCulture, $" ORDER BY o.last_seen DESC, o.kind, {_sql.ByBytes("o.value")}, o.port LIMIT {Math.Clamp(query.Limit, 1, ObjectQuery.MaxLimit)}");
        await using var rows = new SqlRows(this, question, TimeSpan.FromMinutes(1), cancellationToken);
        var found = new List<TrackedObject>();
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            TrackedObject one = ObjectOf(rows.Row);
            bool isComplete = !rows.Row.IsDBNull(10) && rows.Row.GetInt32(10) == 1;
            found.Add(one with { State = ObjectRules.StateOf(one.LastSeen, isComplete, rows.Row.IsDBNull(11) ? null : TimeAt(rows.Row, 11), now) });
        }

        return found;
    }

    /// <summary>Waits until no writer is at work whose events have numbers below those that can be seen already.</summary>
    /// <param name="connection">The transaction's connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected virtual Task SettleAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<long> HorizonAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await SettleAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
        object? last = await RunAsync(connection, transaction, $"SELECT COALESCE(MAX({_sql.Quoted("id")}), 0) FROM {_table}", static command => command.ExecuteScalarAsync()).ConfigureAwait(false);
        return Convert.ToInt64(last, CultureInfo.InvariantCulture);
    }

    private async Task<int> TrackAsync(SqlQuestion question, long horizon, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await LockAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
        object? place = await RunAsync(connection, transaction, $"SELECT COALESCE(MAX(id), 0) FROM {Prefix}cursor WHERE name = 'objects'", static command => command.ExecuteScalarAsync()).ConfigureAwait(false);
        long cursor = Convert.ToInt64(place, CultureInfo.InvariantCulture);
        IReadOnlyList<BoundField> fields = [.. _fields.Where(static field => Followed.Contains(field.Column))];
        question.Text.Append(CultureInfo.InvariantCulture, $"SELECT {_sql.Quoted("id")}");
        foreach (BoundField field in fields)
            question.Text.Append(", ").Append(_sql.Text(_sql.Quoted(field.Column), field.Form, question.Columns[field.Column]));
        question.Text.Append(CultureInfo.InvariantCulture, $" FROM {_table} WHERE {_sql.Quoted("id")} > {question.Add(cursor)} AND {_sql.Quoted("id")} <= {question.Add(horizon)} ORDER BY {_sql.Quoted("id")} LIMIT {TrackedAtOnce}");
        var sightings = new List<(ObjectSightings.Key Key, DateTimeOffset Time)>();
        int count = 0;
        DbCommand command = question.ToCommand(connection);
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            DbDataReader row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    count++;
                    cursor = row.GetInt64(0);
                    Event message = SqlRowReader.Read(row, 1, fields, Schema);
                    foreach (ObjectSightings.Key key in ObjectSightings.Of(message, out DateTimeOffset time))
                        sightings.Add((key, time));
                }
            }
        }

        if (count == 0)
            return 0;
        foreach (IGrouping<ObjectSightings.Key, (ObjectSightings.Key Key, DateTimeOffset Time)> one in sightings.GroupBy(static sighting => sighting.Key))
            await StoreAsync(one.Key, one.Select(static sighting => sighting.Time), connection, transaction, cancellationToken).ConfigureAwait(false);
        foreach (IGrouping<string, (ObjectSightings.Key Key, DateTimeOffset Time)> feed in sightings.GroupBy(static sighting => sighting.Key.Feed))
        {
            await RunAsync(
                connection,
                transaction,
                $"INSERT INTO {Prefix}feed (feed, is_complete, last_run) VALUES (@p0, 0, @p1) ON CONFLICT (feed) DO UPDATE SET last_run = CASE WHEN {Prefix}feed.last_run IS NULL OR excluded.last_run > {Prefix}feed.last_run THEN excluded.last_run ELSE {Prefix}feed.last_run END",
                static one => one.ExecuteNonQueryAsync(),
                feed.Key,
                TimeText(feed.Max(static sighting => sighting.Time))).ConfigureAwait(false);
        }

        await RunAsync(connection, transaction, $"INSERT INTO {Prefix}cursor (name, id) VALUES ('objects', @p0) ON CONFLICT (name) DO UPDATE SET id = excluded.id", static one => one.ExecuteNonQueryAsync(), cursor).ConfigureAwait(false);
        return count;
    }

    private async Task StoreAsync(ObjectSightings.Key key, IEnumerable<DateTimeOffset> times, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        TrackedObject? known = null;
        DbCommand command = CommandOf(
            connection,
            transaction,
            $"SELECT kind, value, port, problem, feed, first_seen, last_seen, events, relapses, relapsed FROM {Prefix}object WHERE kind = @p0 AND value = @p1 AND port = @p2 AND problem = @p3 AND feed = @p4",
            NameOf(key.Kind),
            key.Value,
            key.Port,
            key.Problem,
            key.Feed);
        await using (command.ConfigureAwait(false))
        {
            DbDataReader row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                if (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                    known = ObjectOf(row);
            }
        }

        foreach (DateTimeOffset time in times)
            known = known is null ? ObjectSightings.First(key, time) : ObjectRules.Seen(known, time);
        await RunAsync(
            connection,
            transaction,
            $"INSERT INTO {Prefix}object (kind, value, port, problem, feed, first_seen, last_seen, events, relapses, relapsed) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9) ON CONFLICT (kind, value, port, problem, feed) DO UPDATE SET first_seen = excluded.first_seen, last_seen = excluded.last_seen, events = excluded.events, relapses = excluded.relapses, relapsed = excluded.relapsed",
            static one => one.ExecuteNonQueryAsync(),
            NameOf(key.Kind),
            key.Value,
            key.Port,
            key.Problem,
            key.Feed,
            TimeText(known!.FirstSeen),
            TimeText(known.LastSeen),
            known.Events,
            known.Relapses,
            TimeText(known.Relapsed)).ConfigureAwait(false);
    }

    private static TrackedObject ObjectOf(DbDataReader row)
    {
        ObjectKind kind = row.GetString(0) switch { "address" => ObjectKind.Address, "name" => ObjectKind.Name, _ => ObjectKind.Url };
        return new TrackedObject(kind, row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4))
        {
            FirstSeen = TimeAt(row, 5),
            LastSeen = TimeAt(row, 6),
            Events = row.GetInt64(7),
            Relapses = row.GetInt64(8),
            Relapsed = row.IsDBNull(9) ? null : TimeAt(row, 9),
        };
    }

    private static string NameOf(ObjectKind kind) => kind switch { ObjectKind.Address => "address", ObjectKind.Name => "name", _ => "url" };

    private static string? TimeText(DateTimeOffset? time) => time is { } instant ? EventValue.Of(instant).Text : null;

    private static DateTimeOffset TimeAt(DbDataReader row, int column) => UtcTime.TryRead(Encoding.UTF8.GetBytes(row.GetString(column)), out DateTimeOffset time) ? time : default;
}
