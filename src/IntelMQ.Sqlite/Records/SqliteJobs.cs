using IntelMQ.Jobs;
using IntelMQ.Sqlite.Storage;
using Microsoft.Data.Sqlite;
using static IntelMQ.Sqlite.Records.SqliteRecords;

namespace IntelMQ.Sqlite.Records;

/// <summary>Jobs in the broker's file.</summary>
internal sealed class SqliteJobs(SqliteBroker broker) : IJobs
{
    private const string Columns = "id, kind, owner, state, created, arguments, cursor, done, total, note, result, demand, attempt, due, worker, lease_end, ended";

    public ValueTask<Job> AddAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Job job = request.ToJob(broker.Time.GetUtcNow());
        return WriteAsync(
            broker,
            statements =>
            {
                if (Find(statements, job.Id) is { } present)
                    return present;
                Store(statements, job);
                return job;
            },
            cancellationToken);
    }

    public ValueTask<Job?> FindAsync(string id, CancellationToken cancellationToken)
        => new(Read(broker, $"SELECT {Columns} FROM job WHERE id = $a", JobOf, id).FirstOrDefault());

    public ValueTask<IReadOnlyList<Job>> ListAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new(Read(
            broker,
            $"""
            SELECT {Columns} FROM job
            WHERE ($a IS NULL OR kind = $a) AND ($b IS NULL OR owner = $b) AND ($c IS NULL OR state = $c) AND ($d IS NULL OR (created, id) < ($d, $e))
            ORDER BY created DESC, id DESC LIMIT $f
            """,
            JobOf,
            filter.Kind,
            filter.Owner,
            filter.State is { } state ? (int)state : null,
            filter.After is { } after ? TimeOf(after.Created) : null,
            filter.After?.Id,
            Math.Clamp(filter.Count, 1, JobFilter.MaxCount)));
    }

    public ValueTask<JobLease?> TakeAsync(IReadOnlyCollection<string> kinds, string worker, TimeSpan leaseTime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        DateTimeOffset now = broker.Time.GetUtcNow();
        // Most calls find nothing; those cost no write.
        if (!Due(static (sql, row, values, source) => Read(source, sql, row, values), broker, now).Any(job => JobRules.MayTake(job, kinds, now)))
            return new((JobLease?)null);
        return WriteAsync(
            broker,
            statements =>
            {
                Job? job = Due(static (sql, row, values, source) => Query(source.Connection, source.Transaction, sql, row, values), statements, now).FirstOrDefault(job => JobRules.MayTake(job, kinds, now));
                if (job is null)
                    return null;
                job = JobRules.Taken(job, worker, now + leaseTime);
                Store(statements, job);
                return new JobLease(job, worker);
            },
            cancellationToken);
    }

    public ValueTask<JobSignal> SaveAsync(JobLease lease, JobProgress progress, ReadOnlyMemory<byte> cursor, TimeSpan leaseTime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return WriteAsync(
            broker,
            statements =>
            {
                Job? job = Find(statements, lease.Job.Id);
                if (job is null || !JobRules.IsOf(job, lease))
                    return JobSignal.Lost;
                Store(statements, job with { Progress = progress, Cursor = cursor, LeaseEnd = broker.Time.GetUtcNow() + leaseTime });
                return JobRules.SignalOf(job);
            },
            cancellationToken);
    }

    public ValueTask<bool> EndAsync(JobLease lease, JobEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return WriteAsync(
            broker,
            statements =>
            {
                Job? job = Find(statements, lease.Job.Id);
                if (job is null || !JobRules.IsOf(job, lease))
                    return false;
                Store(statements, JobRules.Left(job, end, broker.Time.GetUtcNow()));
                return true;
            },
            cancellationToken);
    }

    public ValueTask<Job?> DemandAsync(string id, JobDemand demand, CancellationToken cancellationToken)
        => WriteAsync(
            broker,
            statements =>
            {
                if (Find(statements, id) is not { } job)
                    return null;
                job = JobRules.Demanded(job, demand, broker.Time.GetUtcNow());
                Store(statements, job);
                return job;
            },
            cancellationToken);

    public ValueTask<int> RemoveAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
        => WriteAsync(broker, statements => statements.Run("DELETE FROM job WHERE ended < $a", TimeOf(endedBefore)), cancellationToken);

    private delegate List<Job> Reading<TSource>(string sql, Func<SqliteDataReader, Job> row, object?[] values, TSource source);

    // What is due, the oldest first. Kinds are looked at by the rules; jobs that nobody here can do are few.
    private static List<Job> Due<TSource>(Reading<TSource> read, TSource source, DateTimeOffset now)
        => read(
            $"SELECT {Columns} FROM job WHERE (state = $a AND due <= $c) OR (state = $b AND lease_end <= $c) ORDER BY due, id LIMIT 1000",
            JobOf,
            [(int)JobState.Waiting, (int)JobState.Running, TimeOf(now)],
            source);

    private static Job? Find(SqliteStatements statements, string id)
        => Query(statements.Connection, statements.Transaction, $"SELECT {Columns} FROM job WHERE id = $a", JobOf, id).FirstOrDefault();

    private static void Store(SqliteStatements statements, Job job)
        => statements.Run(
            $"INSERT OR REPLACE INTO job ({Columns}) VALUES ($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l, $m, $n, $o, $p, $q)",
            job.Id,
            job.Kind,
            job.Owner,
            (int)job.State,
            TimeOf(job.Created),
            job.Arguments,
            job.Cursor.ToArray(),
            job.Progress.Done,
            (object?)job.Progress.Total ?? DBNull.Value,
            job.Progress.Note,
            (object?)job.Result ?? DBNull.Value,
            (int)job.Demand,
            job.Attempt,
            TimeOf(job.Due),
            (object?)job.Worker ?? DBNull.Value,
            TimeOf(job.LeaseEnd),
            TimeOf(job.Ended));

    private static Job JobOf(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), (JobState)row.GetInt32(3), TimeAt(row, 4))
    {
        Arguments = row.GetString(5),
        Cursor = (byte[])row[6],
        Progress = new JobProgress(row.GetInt64(7), row.IsDBNull(8) ? null : row.GetInt64(8), row.GetString(9)),
        Result = MaybeTextAt(row, 10),
        Demand = (JobDemand)row.GetInt32(11),
        Attempt = row.GetInt32(12),
        Due = TimeAt(row, 13),
        Worker = MaybeTextAt(row, 14),
        LeaseEnd = MaybeTimeAt(row, 15),
        Ended = MaybeTimeAt(row, 16),
    };
}
