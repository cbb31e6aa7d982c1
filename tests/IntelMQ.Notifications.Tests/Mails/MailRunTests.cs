using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Stores;
using IntelMQ.Notifications.Tests.Stores;
using Microsoft.Extensions.Time.Testing;

namespace IntelMQ.Notifications.Tests.Mails;

public sealed class MailRunTests : IDisposable
{
    private static readonly MailSettings Settings = new() { From = "cert@example.org", TellsTests = true };

    private readonly FakeTimeProvider _clock = NotificationStoreCases.NewClock();
    private readonly MemoryNotificationStore _store;

    public MailRunTests() => _store = new MemoryNotificationStore(_clock);

    public void Dispose() => _store.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Fact]
    public async Task A_batch_is_sent_by_its_approval_and_nothing_else_with_it()
    {
        await _store.AddAsync([Some.Directive(), Some.Directive("192.0.2.8"), Some.Directive(recipient: "noc@example.net"), Some.Directive("192.0.2.9", batch: Directive.Daily), Some.Directive("192.0.2.10", batch: "shot-2")], default);
        MailRun run = NewRun();
        MailPlan plan = await run.PlanAsync("shot-1", default);
        Assert.Equal((2, 2, 3L), (plan.Mails.Count, plan.Recipients, plan.Rows));
        Assert.Equal(["it is a batch of its own, and somebody has to approve it"], (await run.PrepareAsync("shot-1", null, default)).Stops);
        Assert.Equal("2 recipients and 4 events were approved, and there are 2 and 3", Assert.Single((await run.PrepareAsync("shot-1", new MailApproval(2, 4, "anna"), default)).Stops));
        Assert.Empty(await _store.CountMailsAsync(null, default));
        MailRunResult result = await run.PrepareAsync("shot-1", new MailApproval(2, 3, "anna"), default);
        Assert.Equal((2, 3L, 0), (result.Mails, result.Rows, result.Held.Count));
        Assert.All(await _store.FindMailsAsync(new MailQuery(), default), static mail => Assert.Equal("shot-1", mail.Mail.Batch));
        Assert.Equal(2, (await _store.FindAsync(new DirectiveQuery { State = DirectiveState.Pending }, default)).Count);
    }

    [Fact]
    public async Task Events_that_were_made_up_reach_nobody()
    {
        Directive test = Some.Directive("8.8.8.8", "noc@example.net");
        test.Message["classification.type"] = "test";
        await _store.AddAsync([Some.Directive(), test, Some.Directive("8.8.4.4", "noc@example.net")], default);
        MailPlan plan = await NewRun(Settings with { TellsTests = false }).PlanAsync("shot-1", default);
        Assert.Equal(1, plan.Rows);
        Assert.Equal(["its source 192.0.2.7 is an address for documentation", "its type is test"], plan.HeldBack.Select(static group => group.Reason));
    }

    [Fact]
    public async Task What_cannot_be_told_is_held_with_the_reason()
    {
        await _store.DisableAsync("gone@example.com", "550 no such user", default);
        await _store.AddAsync([Some.Directive(recipient: "gone@example.com"), Some.Directive(recipient: "no address"), Some.Directive(recipient: "crypt@example.com") with { Protection = MailProtection.Encrypted }, Some.Directive()], default);
        MailRun run = NewRun();
        MailRunResult result = await run.PrepareAsync("shot-1", new MailApproval(2, 2, "anna"), default);
        Assert.Equal(1, result.Mails);
        Assert.Equal("crypt@example.com", Assert.Single(result.Held).Key);
        MailPlan after = await run.PlanAsync("shot-1", default);
        Assert.Empty(after.Mails);
        Assert.Equal(
            ["the mail must be encrypted, and there are no certificates", "the address is disabled: 550 no such user", "the recipient is no address that mail can be sent to"],
            after.HeldBack.Select(static group => group.Reason));
    }

    [Fact]
    public async Task A_recipient_with_an_interval_waits()
    {
        await _store.AddAsync([Some.Directive(batch: Directive.Daily)], default);
        Assert.Equal(1, (await NewRun().PrepareAsync(Directive.Daily, null, default)).Mails);
        _clock.Advance(TimeSpan.FromHours(20));
        await _store.AddAsync([Some.Directive("192.0.2.8", batch: Directive.Daily) with { Interval = TimeSpan.FromDays(1) }, Some.Directive(recipient: "noc@example.net", batch: Directive.Daily)], default);
        MailPlan plan = await NewRun().PlanAsync(Directive.Daily, default);
        Assert.Equal("noc@example.net", Assert.Single(plan.Mails).Recipient);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero), Assert.Single(plan.Waiting).Waits);
        _clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal(2, (await NewRun().PrepareAsync(Directive.Daily, null, default)).Mails);
    }

    [Fact]
    public async Task An_automatic_run_stops_for_more_than_is_usual()
    {
        MailSettings settings = Settings with { Brakes = new MailBrakes { AlwaysMails = 2, AlwaysRows = 5, NewRecipientRows = 4 } };
        for (int day = 1; day <= 3; day++)
        {
            await AddDailyAsync(day, 2);
            Assert.Equal(2, (await NewRun(settings).PrepareAsync(Directive.Daily, null, default)).Mails);
            _clock.Advance(TimeSpan.FromDays(1));
        }

        await AddDailyAsync(4, 6);
        Assert.Equal(6, (await NewRun(settings).PrepareAsync(Directive.Daily, null, default)).Mails);
        _clock.Advance(TimeSpan.FromDays(1));
        await AddDailyAsync(5, 7);
        MailRunResult stopped = await NewRun(settings).PrepareAsync(Directive.Daily, null, default);
        Assert.Equal(["7 mails are more than 3 times the usual 2", "7 recipients are more than 3 times the usual 2", "7 events are more than 3 times the usual 2"], stopped.Stops);
        Assert.Equal(7, (await NewRun(settings).PrepareAsync(Directive.Daily, new MailApproval(7, 7, "anna"), default)).Mails);
    }

    [Fact]
    public async Task An_automatic_run_stops_for_a_new_recipient_with_much()
    {
        MailSettings settings = Settings with { Brakes = new MailBrakes { NewRecipientRows = 2 } };
        await _store.AddAsync([.. Enumerable.Range(1, 3).Select(static i => Some.Directive($"192.0.2.{i}", batch: Directive.Daily))], default);
        Assert.Equal("abuse@example.com was never sent a mail, and would get 3 events", Assert.Single((await NewRun(settings).PrepareAsync(Directive.Daily, null, default)).Stops));
    }

    [Fact]
    public async Task More_rows_than_a_mail_takes_are_several_mails()
    {
        await _store.AddAsync([.. Enumerable.Range(1, 7).Select(static i => Some.Directive($"192.0.2.{i}"))], default);
        MailRunResult result = await NewRun(Settings with { MaxRows = 3 }).PrepareAsync("shot-1", new MailApproval(1, 7, "anna"), default);
        Assert.Equal((3, 7L), (result.Mails, result.Rows));
        Assert.Equal([1, 3, 3], (await _store.FindMailsAsync(new MailQuery(), default)).Select(static mail => mail.Mail.Rows));
    }

    [Fact]
    public async Task An_exercise_diverts_everything_and_settles_nothing()
    {
        await _store.AddAsync([Some.Directive(), Some.Directive(recipient: "noc@example.net")], default);
        MailSettings settings = Settings with { TellsTests = false, ExerciseRecipient = "trainer@example.org" };
        Assert.Equal(2, (await NewRun(settings).PrepareAsync("shot-1", new MailApproval(2, 2, "anna"), default)).Mails);
        Assert.All(await _store.FindMailsAsync(new MailQuery(), default), static mail => Assert.Equal("trainer@example.org", mail.Mail.SentTo));
        Assert.Equal(2, (await _store.FindAsync(new DirectiveQuery { State = DirectiveState.Pending }, default)).Count);
    }

    [Fact]
    public async Task A_test_goes_to_whoever_asks_and_settles_nothing()
    {
        await _store.AddAsync([Some.Directive()], default);
        MailRun run = NewRun();
        PlannedMail planned = Assert.Single((await run.PlanAsync("shot-1", default)).Mails);
        Assert.Equal("abuse@example.com", (await run.PreviewAsync(planned, default))!.Mail!.SentTo);
        Assert.Equal("anna@example.org", (await run.PrepareTestAsync(planned, "anna@example.org", default))!.Mail!.SentTo);
        Assert.NotNull((await run.PrepareTestAsync(planned, "no address", default))!.Refusal);
        Assert.True(Assert.Single(await _store.FindMailsAsync(new MailQuery(), default)).Mail.IsExercise);
        Assert.Single((await run.PlanAsync("shot-1", default)).Mails);
    }

    private Task<int> AddDailyAsync(int day, int recipients)
        => _store.AddAsync([.. Enumerable.Range(1, recipients).Select(i => Some.Directive($"192.0.2.{day}", $"abuse{i}@example.com", Directive.Daily))], default).AsTask();

    private MailRun NewRun(MailSettings? settings = null) => new(_store, new MailComposer(new MailTexts(), settings ?? Settings, _clock), _clock);
}
