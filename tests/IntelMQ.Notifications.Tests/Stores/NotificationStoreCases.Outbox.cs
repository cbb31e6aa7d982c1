using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Stores;
using Microsoft.Extensions.Time.Testing;

namespace IntelMQ.Notifications.Tests.Stores;

public static partial class NotificationStoreCases
{
    private static async Task What_was_told_is_held_within_its_cooldown(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(), "a@x");
        clock.Advance(TimeSpan.FromDays(29));
        Directive again = Some.Directive(batch: Directive.Daily);
        await store.AddAsync([again, Some.Directive(recipient: "noc@example.com", batch: Directive.Daily), Some.Directive("192.0.2.8", batch: Directive.Daily), Some.Directive(batch: "other")], default);
        Directive twice = Some.Directive("192.0.2.8", batch: Directive.Daily);
        twice.Message["feed.name"] = "Another";
        await store.AddAsync([twice], default);
        Assert.Equal(2, await store.HoldToldAsync(Directive.Daily, default));
        IReadOnlyList<StoredDirective> rows = await store.FindAsync(new DirectiveQuery { Batch = Directive.Daily }, default);
        Assert.Equal([DirectiveState.Held, DirectiveState.Pending, DirectiveState.Pending, DirectiveState.Held], rows.Select(static row => row.State));
        Assert.Equal(["it was told to the recipient within its cooldown", "the same problem of the same object is told already"], rows.Select(static row => row.Reason).OfType<string>());
        Assert.Equal(DirectiveState.Pending, Assert.Single(await store.FindAsync(new DirectiveQuery { Batch = "other" }, default)).State);
        Assert.Equal(2, await store.ReleaseAsync(new DirectiveSelection(Directive.Daily), default));
        Assert.Equal(0, await store.HoldToldAsync(Directive.Daily, default));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await store.HoldToldAsync("other", default));
    }

    private static async Task A_relapse_ends_the_cooldown(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(), "a@x");
        DateTimeOffset told = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromDays(10));
        await store.AddAsync([Some.Directive(batch: Directive.Daily) with { Relapsed = told.AddDays(9) }, Some.Directive(batch: "old") with { Relapsed = told.AddDays(-1) }, Some.Directive(batch: "short") with { Cooldown = TimeSpan.FromDays(10) }], default);
        Assert.Equal(0, await store.HoldToldAsync(Directive.Daily, default));
        Assert.Equal(1, await store.HoldToldAsync("old", default));
        Assert.Equal(0, await store.HoldToldAsync("short", default));
    }

    private static async Task A_failed_mail_leaves_the_cooldown_as_it_was(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(), "a@x");
        await ReleaseAsync(store);
        StoredMail taken = (await store.TakeAsync("me", null, [], default))!;
        await store.SettleAsync(taken.Mail.Id, MailState.Failed, "550 no", null, default);
        await store.AddAsync([Some.Directive(batch: "next")], default);
        Assert.Equal(0, await store.HoldToldAsync("next", default));
        Assert.True(await store.ResolveAsync("a@x", MailState.Accepted, "anna: the server has it", default));
        Assert.Equal(1, await store.HoldToldAsync("next", default));
    }

    private static async Task A_withdrawn_mail_leaves_all_as_it_was(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(batch: "first"), "a@x", "first");
        clock.Advance(TimeSpan.FromDays(29));
        await PrepareOneAsync(store, Some.Directive(), "b@x");
        Assert.Equal(1, await store.WithdrawAsync("shot-1", default));
        StoredDirective row = Assert.Single(await store.FindAsync(new DirectiveQuery { Batch = "shot-1" }, default));
        Assert.Equal((DirectiveState.Pending, null), (row.State, row.Mail));
        Assert.Equal("a@x", Assert.Single(await store.FindMailsAsync(new MailQuery(), default)).Mail.Id);
        // The cooldown of the first mail counts on, and ends when it would have.
        Assert.Equal(1, await store.HoldToldAsync("shot-1", default));
        clock.Advance(TimeSpan.FromDays(1));
        await store.AddAsync([Some.Directive(batch: "third")], default);
        Assert.Equal(0, await store.HoldToldAsync("third", default));
        await ReleaseAsync(store);
        await store.TakeAsync("me", null, [], default);
        Assert.Equal(0, await store.WithdrawAsync("first", default));
    }

    private static async Task An_exercise_settles_nothing(INotificationStore store, FakeTimeProvider clock)
    {
        await store.AddAsync([Some.Directive()], default);
        long id = (await store.FindAsync(new DirectiveQuery(), default))[0].Id;
        Assert.True(await store.PrepareAsync(Some.Mail("a@x") with { IsExercise = true, SentTo = "trainer@example.org" }, [id], default));
        Assert.Equal(DirectiveState.Pending, (await store.FindAsync(new DirectiveQuery(), default))[0].State);
        Assert.Equal(0, await store.HoldToldAsync("shot-1", default));
        Assert.Empty(await store.ReadDaysAsync("shot-1", new DateOnly(2026, 1, 1), default));
        Assert.Empty(await store.ReadLastMailsAsync(["abuse@example.com"], default));
        Assert.True((await store.FindMailsAsync(new MailQuery(), default))[0].Mail.IsExercise);
    }

    private static async Task A_new_outbox_gives_nothing_until_it_is_released(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(), "a@x");
        Assert.True(await store.LeaseAsync("me", Lease, default));
        Assert.Equal(MailHold.Initial, await store.ReadHoldAsync(default));
        Assert.Null(await store.TakeAsync("me", null, [], default));
        await store.SetHoldAsync(false, "ready", "anna", default);
        Assert.Equal(new MailHold(false, "ready", "anna", clock.GetUtcNow()), await store.ReadHoldAsync(default));
        Assert.Null(await store.TakeAsync("another", null, [], default));
        Assert.NotNull(await store.TakeAsync("me", null, [], default));
        await store.SetHoldAsync(true, "a mistake", "anna", default);
        Assert.Null(await store.TakeAsync("me", null, [], default));
    }

    private static async Task Mails_are_taken_once_in_their_order(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(), "a@x");
        await PrepareOneAsync(store, Some.Directive(recipient: "noc@example.net"), "b@x", recipient: "noc@example.net");
        await PrepareOneAsync(store, Some.Directive(batch: "shot-2"), "c@x", "shot-2");
        await ReleaseAsync(store);
        Assert.Equal("c@x", (await store.TakeAsync("me", "shot-2", [], default))!.Mail.Id);
        Assert.Equal("b@x", (await store.TakeAsync("me", null, ["example.com"], default))!.Mail.Id);
        StoredMail taken = (await store.TakeAsync("me", "shot-1", [], default))!;
        Assert.Equal(("a@x", MailState.Sending, 1), (taken.Mail.Id, taken.State, taken.Attempts));
        Assert.Equal(Some.Mail("a@x").Content.ToArray(), taken.Mail.Content.ToArray());
        Assert.Null(await store.TakeAsync("me", null, [], default));
        await store.SettleAsync("a@x", MailState.Prepared, "451 later", clock.GetUtcNow().AddMinutes(5), default);
        Assert.Null(await store.TakeAsync("me", null, [], default));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, (await store.TakeAsync("me", null, [], default))!.Attempts);
        await store.SettleAsync("a@x", MailState.Accepted, "250 taken", null, default);
        Assert.Equal("250 taken", Assert.Single(await store.FindMailsAsync(new MailQuery { State = MailState.Accepted }, default)).Words);
        Assert.Equal(2, (await store.CountMailsAsync(null, default))[MailState.Sending]);
        Assert.Equal(1, Assert.Single(await store.CountMailsAsync("shot-2", default)).Value);
        await store.SettleAsync("a@x", MailState.Prepared, "settled mails stay settled", null, default);
        Assert.Equal(1, (await store.CountMailsAsync("shot-1", default))[MailState.Accepted]);
    }

    private static async Task One_at_a_time_sends_and_what_was_sending_is_uncertain(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(), "a@x");
        await PrepareOneAsync(store, Some.Directive("192.0.2.8"), "b@x");
        await ReleaseAsync(store);
        await store.TakeAsync("me", null, [], default);
        Assert.False(await store.LeaseAsync("another", Lease, default));
        clock.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.True(await store.LeaseAsync("me", Lease, default));
        Assert.Equal(1, (await store.CountMailsAsync(null, default))[MailState.Sending]);
        clock.Advance(Lease);
        Assert.True(await store.LeaseAsync("another", Lease, default));
        Assert.Null(await store.TakeAsync("me", null, [], default));
        StoredMail mail = Assert.Single(await store.FindMailsAsync(new MailQuery { State = MailState.Uncertain }, default));
        Assert.Equal("a@x", mail.Mail.Id);
        Assert.Equal("b@x", (await store.TakeAsync("another", null, [], default))!.Mail.Id);
        Assert.Null(await store.TakeAsync("another", null, [], default));
        // The first one was only slow, and knows.
        await store.SettleAsync("a@x", MailState.Accepted, "250 taken", null, default);
        await store.SettleAsync("b@x", MailState.Accepted, "250 taken", null, default);
        await store.EndLeaseAsync("me", default);
        Assert.False(await store.LeaseAsync("me", Lease, default));
        await store.EndLeaseAsync("another", default);
        Assert.True(await store.LeaseAsync("me", Lease, default));
        Assert.Equal(2, Assert.Single(await store.CountMailsAsync(null, default)).Value);
    }

    private static async Task Only_uncertain_and_failed_mails_are_resolved(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(), "a@x");
        Assert.False(await store.ResolveAsync("a@x", MailState.Accepted, "anna", default));
        await ReleaseAsync(store);
        await store.TakeAsync("me", null, [], default);
        Assert.False(await store.ResolveAsync("a@x", MailState.Accepted, "anna", default));
        await store.SettleAsync("a@x", MailState.Uncertain, "the connection broke", null, default);
        Assert.True(await store.ResolveAsync("a@x", MailState.Prepared, "anna: the server does not have it", default));
        Assert.Equal("anna: the server does not have it", (await store.FindMailsAsync(new MailQuery { Id = "a@x" }, default))[0].Words);
        Assert.NotNull(await store.TakeAsync("me", null, [], default));
        Assert.False(await store.ResolveAsync("no@x", MailState.Failed, "anna", default));
    }

    private static async Task Events_of_a_failed_mail_are_told_another(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(), "a@x");
        Assert.Equal(0, await store.ReopenAsync("a@x", default));
        await ReleaseAsync(store);
        await store.TakeAsync("me", null, [], default);
        await store.SettleAsync("a@x", MailState.Failed, "550 no such user", null, default);
        Assert.Equal(1, await store.ReopenAsync("a@x", default));
        StoredDirective held = Assert.Single(await store.FindAsync(new DirectiveQuery(), default));
        Assert.Equal((DirectiveState.Held, "its mail failed", null), (held.State, held.Reason, held.Mail));
        Assert.Equal(1, await store.ReplaceRecipientAsync(new DirectiveSelection("shot-1") { Ids = [held.Id] }, "noc@example.com", "anna", default));
        Assert.True(await store.PrepareAsync(Some.Mail("b@x", "noc@example.com"), [held.Id], default));
        Assert.Equal(0, await store.ReopenAsync("a@x", default));
    }

    private static async Task Days_and_last_mails_are_counted(INotificationStore store, FakeTimeProvider clock)
    {
        await PrepareOneAsync(store, Some.Directive(), "a@x");
        clock.Advance(TimeSpan.FromDays(1));
        await PrepareOneAsync(store, Some.Directive("192.0.2.8"), "b@x");
        await PrepareOneAsync(store, Some.Directive("192.0.2.9"), "c@x");
        await PrepareOneAsync(store, Some.Directive(recipient: "noc@example.net"), "d@x", recipient: "noc@example.net");
        Assert.Equal([new MailDay(new DateOnly(2026, 1, 31), 1, 1, 1), new MailDay(new DateOnly(2026, 2, 1), 3, 2, 3)], await store.ReadDaysAsync("shot-1", new DateOnly(2026, 1, 31), default));
        Assert.Equal(new DateOnly(2026, 2, 1), Assert.Single(await store.ReadDaysAsync("shot-1", new DateOnly(2026, 2, 1), default)).Day);
        Assert.Empty(await store.ReadDaysAsync("shot-2", new DateOnly(2026, 1, 1), default));
        Assert.Equal(clock.GetUtcNow(), Assert.Single(await store.ReadLastMailsAsync(["abuse@example.com", "new@example.com"], default)).Value);
    }

    private static async Task PrepareOneAsync(INotificationStore store, Directive directive, string id, string batch = "shot-1", string recipient = "abuse@example.com")
    {
        Assert.Equal(1, await store.AddAsync([directive], default));
        StoredDirective row = Assert.Single(await store.FindAsync(new DirectiveQuery { Batch = batch, Recipient = recipient, State = DirectiveState.Pending }, default));
        Assert.True(await store.PrepareAsync(Some.Mail(id, recipient, batch), [row.Id], default));
    }

    private static async Task ReleaseAsync(INotificationStore store)
    {
        await store.SetHoldAsync(false, "ready", "anna", default);
        Assert.True(await store.LeaseAsync("me", Lease, default));
    }
}
