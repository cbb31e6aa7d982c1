using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Intake;
using IntelMQ.Mail.Collectors;
using IntelMQ.Mail.Connections;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Mail.Tests.Collectors;

// Hostile mails, and servers that refuse, break off or fall silent.
public sealed partial class MailCollectorTests
{
    [DovecotTheory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_mail_does_no_harm_and_stops_no_other(string kind)
    {
        DovecotServer server = fixture.Server;
        string user = server.NewUser();
        server.Deliver(user, Encoding.Latin1.GetBytes(HostileMail(kind)));
        server.Deliver(user, Mails.Of("Report", Mails.Text("good")));
        MailBodyCollectorOptions options = server.Set(new MailBodyCollectorOptions { MaxMailSize = 2 << 20 }, user);

        BotRun run = await CollectAsync(new MailBodyCollector(options, _services.Services));

        Assert.Equal("good", Raw(run.Reports[^1]));
        if (kind == "half a header")
            Assert.Equal("The mail cannot be read: Failed to parse message headers.", Assert.Single(run.Failures).Reason);
        else if (kind is "ten thousand parts" or "too large")
            Assert.Contains(kind == "too large" ? "more than max_mail_size allows" : "more than 1000 parts", Assert.Single(run.Failures).Reason, StringComparison.Ordinal);
        else
            Assert.Empty(run.Failures);
    }

    [DovecotFact]
    public async Task A_wrong_password_a_certificate_nobody_vouches_for_and_a_server_that_is_not_there_are_told()
    {
        DovecotServer server = fixture.Server;
        MailBodyCollectorOptions options = server.Set(new MailBodyCollectorOptions(), server.NewUser());
        options.MailPassword = new Secret("wrong");
        Assert.StartsWith($"localhost:{server.SecurePort} refuses the login", (await FailureAsync(options)).Message, StringComparison.Ordinal);

        options = server.Set(new MailBodyCollectorOptions(), server.NewUser());
        options.SslCaCertificate = null;
        Assert.Contains("cannot be trusted", (await FailureAsync(options)).Message, StringComparison.Ordinal);
        options.HttpVerifyCert = false;
        Assert.Empty((await CollectAsync(new MailBodyCollector(options, _services.Services))).Reports);

        options.MailPort = 1;
        Assert.StartsWith("localhost:1 cannot be reached", (await FailureAsync(options)).Message, StringComparison.Ordinal);

        options = server.Set(new MailBodyCollectorOptions { Folder = "No/Such" }, server.NewUser());
        Assert.Contains("No/Such", (await FailureAsync(options)).Message, StringComparison.Ordinal);

        // Begun by command, where the operator asks for it.
        options = server.Set(new MailBodyCollectorOptions { MailSsl = false, MailStarttls = true }, server.NewUser());
        options.MailPort = server.Port;
        Assert.Empty((await CollectAsync(new MailBodyCollector(options, _services.Services))).Reports);
    }

    [DovecotFact]
    public async Task A_connection_that_breaks_off_anywhere_loses_nothing()
    {
        DovecotServer server = fixture.Server;
        await using var proxy = new CutProxy(server.Port);
        for (int limit = 1; limit < 7000; limit += 611)
        {
            string user = server.NewUser();
            for (int i = 0; i < 3; i++)
                server.Deliver(user, Mails.Of("Report", Mails.Text(string.Create(CultureInfo.InvariantCulture, $"{i} {new string('x', 300)}"))));
            MailBodyCollectorOptions options = server.Set(new MailBodyCollectorOptions { MailSsl = false }, user);
            options.MailPort = proxy.Port;
            proxy.Limit = limit;
            await using BotSession session = await BotSession.StartAsync(new MailBodyCollector(options, _services.Services), default);

            int broken = 0;
            for (; broken < 40; broken++)
            {
                try
                {
                    await session.CollectAsync(default);
                    break;
                }
                catch (MailServiceException)
                {
                    // Later it lasts longer.
                    proxy.Limit += 1500;
                }
            }

            await session.CollectAsync(default);
            Assert.InRange(broken, 0, 39);
            Assert.Equal(["0", "1", "2"], session.Run.Reports.Select(static report => Raw(report)[..1]).Distinct());
            Assert.Equal([true, true, true], server.Read(user));
        }
    }

    [DovecotFact]
    public async Task A_server_that_falls_silent_is_left()
    {
        DovecotServer server = fixture.Server;
        await using var proxy = new CutProxy(server.Port) { Limit = 500, FallsSilent = true };
        string user = server.NewUser();
        server.Deliver(user, Mails.Of("Report", Mails.Text(new string('x', 3000))));
        MailBodyCollectorOptions options = server.Set(new MailBodyCollectorOptions { MailSsl = false, MailTimeout = TimeSpan.FromMilliseconds(300) }, user);
        options.MailPort = proxy.Port;

        Assert.Contains("gave no answer in time (0.3 seconds)", (await FailureAsync(options)).Message, StringComparison.Ordinal);
        Assert.Equal([false], server.Read(user));
    }

    [DovecotFact]
    public async Task A_server_that_is_started_again_in_between_gets_the_marks_all_the_same()
    {
        using var server = new DovecotServer();
        string user = server.NewUser();
        server.Deliver(user, Mails.Of("Report", Mails.Text("1")));
        server.Deliver(user, Mails.Of("Report", Mails.Text("2")));
        await using var collector = new MailBodyCollector(server.Set(new MailBodyCollectorOptions(), user), _services.Services);

        await using IAsyncEnumerator<CollectedReport> reports = collector.CollectAsync(default).GetAsyncEnumerator();
        Assert.True(await reports.MoveNextAsync());
        CollectedReport first = reports.Current;
        server.Stop();
        await Assert.ThrowsAsync<MailServiceException>(async () => await reports.MoveNextAsync());
        await Assert.ThrowsAsync<MailServiceException>(async () => await first.SettleAsync(default));
        server.Run();

        // What was made of the first is stored: it is marked, and not given again.
        List<CollectedReport> again = await collector.CollectAsync(default).ToListAsync();
        Assert.Equal(["2"], again.Select(static report => Raw(report.Report)));
        Assert.Equal([true, false], server.Read(user));
        foreach (CollectedReport report in again)
            await report.SettleAsync(default);
        Assert.Equal([true, true], server.Read(user));
    }
}
