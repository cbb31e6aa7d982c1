using System.Diagnostics;
using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Mail.Outputs;
using IntelMQ.Messages;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Sending;
using IntelMQ.Notifications.Stores;
using IntelMQ.Sqlite;

namespace Kills.Mails;

/// <summary>Kills a program that makes and sends mails, and breaks the server's answers off, until all mails are settled; then counts what the server took.</summary>
internal sealed class MailRounds(KillFolders folders, int seed, int mails, TextWriter log)
{
    private const string Batch = "shot-1";

    private const int Connections = 4;

    private const int MostIdle = 1200;

    /// <returns>Whether no mail was taken twice, and none forgotten.</returns>
    public async Task<bool> RunAsync(int rounds)
    {
        var random = new Random(seed);
        SqlNotificationStore store = Open(folders.Root);
        await using (store.ConfigureAwait(false))
        {
            await store.MigrateAsync(default).ConfigureAwait(false);
            await store.SetHoldAsync(false, "rounds", "rounds", default).ConfigureAwait(false);
            await store.AddAsync([.. Enumerable.Range(0, mails).Select(static i => new Directive
            {
                Message = new Event { ["source.ip"] = "192.0.2.7", ["classification.type"] = "scanner", ["source.port"] = 1 + (i % 60_000) },
                Recipient = $"abuse{i}@example.com",
                Batch = Batch,
                Cooldown = TimeSpan.FromDays(30),
            })], default).ConfigureAwait(false);
            var sink = new MailSink(seed, deaths: Math.Min(0.2, (double)rounds / mails));
            await using (sink.ConfigureAwait(false))
            {
                int kills = 0;
                for (int start = 0; start < (rounds * 2) + 50; start++)
                {
                    using Process worker = Process.Start("dotnet", ["exec", typeof(MailRounds).Assembly.Location, "mails", folders.Root, sink.Port.ToString(CultureInfo.InvariantCulture)]);
                    if (kills < rounds && await LivesAsync(worker, sink, random, mails / Math.Max(1, rounds * 2)).ConfigureAwait(false))
                    {
                        worker.Kill();
                        kills++;
                    }

                    await worker.WaitForExitAsync().ConfigureAwait(false);
                    if (worker.ExitCode == 0)
                        break;
                }

                return await CountAsync(store, sink, kills).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What a worker process does.</summary>
    public static async Task<int> WorkAsync(string root, int port)
    {
        SqlNotificationStore store = Open(root);
        await using (store.ConfigureAwait(false))
        {
            var run = new MailRun(store, new MailComposer(new MailTexts(), new MailSettings { From = "cert@example.org", TellsTests = true }, TimeProvider.System), TimeProvider.System);
            MailPlan plan = await run.PlanAsync(Batch, default).ConfigureAwait(false);
            Task preparing = Task.Run(() => run.PrepareAsync(Batch, new MailApproval(plan.Recipients, plan.Rows, "rounds"), default).AsTask());
            var transport = new SmtpTransport(new SmtpServerAddress { Host = "127.0.0.1", Port = port }, new SmtpLoginOptions(), BotServices.Default);
            var options = new MailSenderOptions { Connections = Connections, MailsPerMinuteAndDomain = 0, FirstRetry = TimeSpan.FromMilliseconds(100), LongestRetry = TimeSpan.FromMilliseconds(200), Lease = TimeSpan.FromSeconds(1) };
            for (int idle = 0; idle < MostIdle; idle++)
            {
                bool wasPrepared = preparing.IsCompleted;
                SendResult sent = await new MailSender(store, transport, options, TimeProvider.System).SendAsync(Batch, null, default).ConfigureAwait(false);
                if (sent.Accepted + sent.Uncertain > 0)
                    idle = 0;
                IReadOnlyDictionary<MailState, long> counts = await store.CountMailsAsync(Batch, default).ConfigureAwait(false);
                if (wasPrepared && !counts.ContainsKey(MailState.Prepared) && !counts.ContainsKey(MailState.Sending))
                {
                    await preparing.ConfigureAwait(false);
                    return 0;
                }

                await Task.Delay(50).ConfigureAwait(false);
            }

            // Whoever counts is gone.
            return 4;
        }
    }

    // It is killed after some mails more, a little later.
    private static async Task<bool> LivesAsync(Process worker, MailSink sink, Random random, int usual)
    {
        int until = Volatile.Read(ref sink.Seen) + random.Next((2 * usual) + 1);
        while (Volatile.Read(ref sink.Seen) < until)
        {
            if (worker.WaitForExit(1))
                return false;
        }

        await Task.Delay(random.Next(20)).ConfigureAwait(false);
        return !worker.HasExited;
    }

    private async Task<bool> CountAsync(SqlNotificationStore store, MailSink sink, int kills)
    {
        var states = new Dictionary<string, MailState>(StringComparer.Ordinal);
        for (int skip = 0; await store.FindMailsAsync(new MailQuery { Limit = MailQuery.MaxLimit, Skip = skip }, default).ConfigureAwait(false) is { Count: > 0 } some; skip += some.Count)
        {
            foreach (StoredMail mail in some)
                states[mail.Mail.Id] = mail.State;
        }

        int told = 0;
        long after = 0;
        while (await store.FindAsync(new DirectiveQuery { State = DirectiveState.Mailed, After = after, Limit = 10_000 }, default).ConfigureAwait(false) is { Count: > 0 } rows)
        {
            after = rows[^1].Id;
            told += rows.Count;
        }

        int twice = sink.Taken.Count(static mail => mail.Value > 1);
        int lost = states.Count(mail => mail.Value == MailState.Accepted && !sink.Taken.ContainsKey(mail.Key));
        int unsettled = states.Count(static mail => mail.Value is not (MailState.Accepted or MailState.Uncertain));
        int uncertain = states.Count(static mail => mail.Value == MailState.Uncertain);
        int most = (kills * Connections) + sink.Deaths;
        await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{kills} kills of the sender, {sink.Deaths} of the server after DATA: {states.Count} mails of {mails}, {told} events told, {twice} taken twice, {lost} accepted that the server has not, {unsettled} not settled, {uncertain} uncertain (at most {most}).")).ConfigureAwait(false);
        return states.Count == mails && told == mails && twice == 0 && lost == 0 && unsettled == 0 && uncertain <= most;
    }

    private static SqlNotificationStore Open(string root)
        => new(new SqlNotificationSettings(SqliteDriver.Instance, SqlEngine.Sqlite, $"Data Source={Path.Combine(root, "mails.db")}"));
}
