using IntelMQ.Jobs;
using IntelMQ.Records;
using IntelMQ.Testing.Conformance;

namespace IntelMQ.Testing;

/// <summary>What every store of jobs, audit, definitions, users and counts has to fulfil.</summary>
public static class RecordsConformance
{
    /// <summary>The cases, to be run each on its own.</summary>
    public static IReadOnlyList<ConformanceCase<IRecords>> Cases { get; } =
    [
        new("A job that is asked for twice under one id is one job.", static create => RunAsync(create, static records => JobSuite.AskTwiceAsync(records.Jobs))),
        new("A job is taken by one worker alone.", static create => RunAsync(create, static records => JobSuite.CompeteAsync(records.Jobs))),
        new("Jobs are taken in the order in which they are due, and none before.", static create => RunAsync(create, static records => JobSuite.OrderAsync(records.Jobs))),
        new("A job whose worker is gone goes on from its cursor, and the first worker is told.", static create => RunAsync(create, static records => JobSuite.TakeOverAsync(records.Jobs))),
        new("What is demanded of a job is told to its worker; what nobody works on follows at once.", static create => RunAsync(create, static records => JobSuite.DemandAsync(records.Jobs))),
        new("A job that ended is not taken again, and is forgotten when it is old.", static create => RunAsync(create, static records => JobSuite.EndAsync(records.Jobs))),
        new("Jobs are listed page by page, the newest first.", static create => RunAsync(create, static records => JobSuite.ListAsync(records.Jobs))),
        new("Entries of the audit log are read by who, what, to what and when, page by page.", static create => RunAsync(create, static records => RecordSuite.AuditAsync(records.Audit))),
        new("What is erased from the audit log is gone, and the fact stays.", static create => RunAsync(create, static records => RecordSuite.EraseAsync(records.Audit))),
        new("A definition is added only to the version that it was made from.", static create => RunAsync(create, static records => RecordSuite.DefinitionsAsync(records.Definitions))),
        new("A user is changed only in the version that was read.", static create => RunAsync(create, static records => RecordSuite.UsersAsync(records.Users))),
        new("A token is found by its hash until its time is over, or its user is gone.", static create => RunAsync(create, static records => RecordSuite.TokensAsync(records.Users))),
        new("Counts of one minute are summed, and those of a step together.", static create => RunAsync(create, static records => RecordSuite.MetricsAsync(records.Metrics))),
        new("What is stored outlives the store where it says so.", LastAsync),
    ];

    private static async Task RunAsync(Func<CancellationToken, ValueTask<IRecords>> create, Func<IRecords, Task> test)
    {
        IRecords records = await create(CancellationToken.None).ConfigureAwait(false);
        await using (records.ConfigureAwait(false))
            await test(records).ConfigureAwait(false);
    }

    private static async Task LastAsync(Func<CancellationToken, ValueTask<IRecords>> create)
    {
        IRecords first = await create(CancellationToken.None).ConfigureAwait(false);
        await using (first.ConfigureAwait(false))
        {
            if (!first.IsDurable)
                return;
            await first.Jobs.AddAsync(new JobRequest("import", "alice") { Id = "a", Arguments = "{\"file\":1}" }, default).ConfigureAwait(false);
            JobLease? lease = await first.Jobs.TakeAsync(["import"], "one", TimeSpan.Zero, default).ConfigureAwait(false);
            Expect.NotNull(lease);
            await first.Jobs.SaveAsync(lease!, new JobProgress(5, 10, "rows"), new byte[] { 7 }, TimeSpan.Zero, default).ConfigureAwait(false);
            await first.Audit.AddAsync(new AuditEntry("alice", "bot.stop", "parser"), default).ConfigureAwait(false);
            await first.Users.SaveAsync(new User("alice", "admin") { PasswordHash = "x" }, default).ConfigureAwait(false);
        }

        IRecords second = await create(CancellationToken.None).ConfigureAwait(false);
        await using (second.ConfigureAwait(false))
        {
            JobLease? again = await second.Jobs.TakeAsync(["import"], "two", TimeSpan.FromMinutes(1), default).ConfigureAwait(false);
            Expect.NotNull(again);
            Expect.Equal((byte)7, again!.Job.Cursor.Span[0]);
            Expect.Equal(new JobProgress(5, 10, "rows"), again.Job.Progress);
            Expect.Equal("{\"file\":1}", again.Job.Arguments);
            Expect.Equal("bot.stop", Expect.Single(await second.Audit.ReadAsync(new AuditFilter(), default).ConfigureAwait(false)).Action);
            Expect.Equal("x", (await second.Users.FindAsync("alice", default).ConfigureAwait(false))?.PasswordHash);
        }
    }
}
