using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Stores;
using Microsoft.Extensions.Time.Testing;

namespace IntelMQ.Notifications.Tests.Stores;

/// <summary>What every store of notifications does, whatever it keeps them in.</summary>
public static partial class NotificationStoreCases
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, Func<INotificationStore, FakeTimeProvider, Task>> Cases = new(StringComparer.Ordinal)
    {
        [nameof(A_directive_comes_back_as_it_was)] = A_directive_comes_back_as_it_was,
        [nameof(What_is_added_again_is_known)] = What_is_added_again_is_known,
        [nameof(Changes_touch_their_batch_alone)] = Changes_touch_their_batch_alone,
        [nameof(A_replaced_recipient_is_told_once_and_explained)] = A_replaced_recipient_is_told_once_and_explained,
        [nameof(Groups_count_by_recipient_and_state)] = Groups_count_by_recipient_and_state,
        [nameof(A_mail_takes_only_pending_directives_of_its_batch_and_recipient)] = A_mail_takes_only_pending_directives_of_its_batch_and_recipient,
        [nameof(What_was_told_is_held_within_its_cooldown)] = What_was_told_is_held_within_its_cooldown,
        [nameof(A_relapse_ends_the_cooldown)] = A_relapse_ends_the_cooldown,
        [nameof(A_failed_mail_leaves_the_cooldown_as_it_was)] = A_failed_mail_leaves_the_cooldown_as_it_was,
        [nameof(A_withdrawn_mail_leaves_all_as_it_was)] = A_withdrawn_mail_leaves_all_as_it_was,
        [nameof(An_exercise_settles_nothing)] = An_exercise_settles_nothing,
        [nameof(A_new_outbox_gives_nothing_until_it_is_released)] = A_new_outbox_gives_nothing_until_it_is_released,
        [nameof(Mails_are_taken_once_in_their_order)] = Mails_are_taken_once_in_their_order,
        [nameof(One_at_a_time_sends_and_what_was_sending_is_uncertain)] = One_at_a_time_sends_and_what_was_sending_is_uncertain,
        [nameof(Only_uncertain_and_failed_mails_are_resolved)] = Only_uncertain_and_failed_mails_are_resolved,
        [nameof(Events_of_a_failed_mail_are_told_another)] = Events_of_a_failed_mail_are_told_another,
        [nameof(Days_and_last_mails_are_counted)] = Days_and_last_mails_are_counted,
        [nameof(Tickets_are_given_once)] = Tickets_are_given_once,
        [nameof(Tests_are_held_whatever_was_decided)] = Tests_are_held_whatever_was_decided,
        [nameof(Disabled_addresses_are_found)] = Disabled_addresses_are_found,
    };

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    public static Task RunAsync(string name, INotificationStore store, FakeTimeProvider clock) => Cases[name](store, clock);

    public static FakeTimeProvider NewClock() => new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    private static async Task A_directive_comes_back_as_it_was(INotificationStore store, FakeTimeProvider clock)
    {
        Directive directive = Some.Directive(recipient: "Abuse@Example.com") with
        {
            Template = "vulnerable",
            Format = AttachmentFormat.Json,
            Language = "de",
            Protection = MailProtection.Encrypted,
            Organisation = "Beispiel für alle",
            Relapsed = clock.GetUtcNow().AddDays(-1),
            PassesCooldown = true,
            Interval = TimeSpan.FromDays(1),
        };
        Assert.Equal(1, await store.AddAsync([directive], default));
        StoredDirective found = Assert.Single(await store.FindAsync(new DirectiveQuery { Batch = "shot-1", Recipient = "ABUSE@example.com", Language = "de", Protection = MailProtection.Encrypted, State = DirectiveState.Pending, About = "192.0.2.7" }, default));
        Assert.Equal("abuse@example.com", found.Directive.Recipient);
        Assert.True(found.Directive.Message.HasSameFieldsAs(directive.Message));
        Assert.Equal(directive with { Message = found.Directive.Message }, found.Directive);
        Assert.Equal((DirectiveState.Pending, null, null, clock.GetUtcNow()), (found.State, found.Reason, found.Mail, found.Added));
        Assert.Empty(await store.FindAsync(new DirectiveQuery { After = found.Id }, default));
    }

    private static async Task What_is_added_again_is_known(INotificationStore store, FakeTimeProvider clock)
    {
        Assert.Equal(2, await store.AddAsync([Some.Directive(), Some.Directive("192.0.2.8"), Some.Directive()], default));
        Assert.Equal(1, await store.AddAsync([Some.Directive(), Some.Directive(batch: "shot-2")], default));
        Assert.Equal(3, (await store.FindAsync(new DirectiveQuery(), default)).Count);
    }

    private static async Task Changes_touch_their_batch_alone(INotificationStore store, FakeTimeProvider clock)
    {
        await store.AddAsync([Some.Directive(), Some.Directive("192.0.2.8"), Some.Directive(recipient: "noc@example.com"), Some.Directive(batch: "shot-2")], default);
        long first = (await store.FindAsync(new DirectiveQuery { Limit = 1 }, default))[0].Id;
        Assert.Equal(1, await store.HoldAsync(new DirectiveSelection("shot-1") { Ids = [first] }, "it is looked at", default));
        Assert.Equal(1, await store.DropAsync(new DirectiveSelection("shot-1") { Recipient = "NOC@example.com" }, "excluded by anna", default));
        Assert.Equal([DirectiveState.Held, DirectiveState.Pending, DirectiveState.Dropped, DirectiveState.Pending], (await store.FindAsync(new DirectiveQuery(), default)).Select(static row => row.State));
        Assert.Equal(1, await store.ReleaseAsync(new DirectiveSelection("shot-1"), default));
        StoredDirective released = (await store.FindAsync(new DirectiveQuery { Limit = 1 }, default))[0];
        Assert.Equal((DirectiveState.Pending, null, true), (released.State, released.Reason, released.Directive.PassesCooldown));
        Assert.Equal(0, await store.DropAsync(new DirectiveSelection("shot-1") { Ids = [] }, "nothing", default));
        Assert.Equal(2, await store.DropAsync(new DirectiveSelection("shot-1"), "all", default));
        Assert.Equal(1, Assert.Single(await store.GroupAsync("shot-2", default), static group => group.State == DirectiveState.Pending).Rows);
    }

    private static async Task A_replaced_recipient_is_told_once_and_explained(INotificationStore store, FakeTimeProvider clock)
    {
        await store.AddAsync([Some.Directive(), Some.Directive("192.0.2.8"), Some.Directive("192.0.2.8", "noc@example.com")], default);
        Assert.Equal(1, await store.ReplaceRecipientAsync(new DirectiveSelection("shot-1") { Recipient = "abuse@example.com" }, "NOC@example.com", "anna: they asked for it", default));
        IReadOnlyList<StoredDirective> rows = await store.FindAsync(new DirectiveQuery(), default);
        Assert.Equal(["noc@example.com", "abuse@example.com", "noc@example.com"], rows.Select(static row => row.Directive.Recipient));
        Assert.Equal([DirectiveState.Pending, DirectiveState.Dropped, DirectiveState.Pending], rows.Select(static row => row.State));
        Assert.Contains("in place of abuse@example.com: anna: they asked for it", rows[0].Directive.Explanation, StringComparison.Ordinal);
        Assert.Equal(("", ""), (rows[0].Directive.ContactSource, rows[0].Directive.ContactObject));
        Assert.Equal(0, await store.AddAsync([Some.Directive(recipient: "noc@example.com")], default));
    }

    private static async Task Groups_count_by_recipient_and_state(INotificationStore store, FakeTimeProvider clock)
    {
        await store.AddAsync([Some.Directive(), Some.Directive("192.0.2.8") with { Interval = TimeSpan.FromHours(2) }, Some.Directive("192.0.2.9") with { Language = "de" }, Some.Directive(batch: "shot-2")], default);
        await store.HoldAsync(new DirectiveSelection("shot-2"), "no key", default);
        Assert.Equal(
            [
                new DirectiveGroup("shot-1", "abuse@example.com", "", MailProtection.None, DirectiveState.Pending, null, 2, TimeSpan.FromHours(2)),
                new DirectiveGroup("shot-1", "abuse@example.com", "de", MailProtection.None, DirectiveState.Pending, null, 1, TimeSpan.Zero),
            ],
            await store.GroupAsync("shot-1", default));
        Assert.Equal("no key", Assert.Single(await store.GroupAsync("shot-2", default)).Reason);
    }

    private static async Task A_mail_takes_only_pending_directives_of_its_batch_and_recipient(INotificationStore store, FakeTimeProvider clock)
    {
        await store.AddAsync([Some.Directive(), Some.Directive(batch: "shot-2"), Some.Directive(recipient: "noc@example.com"), Some.Directive("192.0.2.8")], default);
        long[] ids = [.. (await store.FindAsync(new DirectiveQuery(), default)).Select(static row => row.Id)];
        Assert.False(await store.PrepareAsync(Some.Mail("a@x"), [ids[0], ids[1]], default));
        Assert.False(await store.PrepareAsync(Some.Mail("a@x"), [ids[0], ids[2]], default));
        Assert.False(await store.PrepareAsync(Some.Mail("a@x"), [ids[0], ids[3] + 1000], default));
        Assert.Empty(await store.CountMailsAsync(null, default));
        Assert.All(await store.FindAsync(new DirectiveQuery(), default), static row => Assert.Equal(DirectiveState.Pending, row.State));
        Assert.True(await store.PrepareAsync(Some.Mail("a@x"), [ids[0], ids[3]], default));
        Assert.False(await store.PrepareAsync(Some.Mail("b@x"), [ids[0]], default));
        Assert.False(await store.PrepareAsync(Some.Mail("a@x"), [], default));
        Assert.Equal(2, (await store.FindAsync(new DirectiveQuery { Mail = "a@x", State = DirectiveState.Mailed }, default)).Count);
        StoredMail mail = Assert.Single(await store.FindMailsAsync(new MailQuery { Batch = "shot-1", Recipient = "Abuse@example.com", WithContent = true, Ticket = "20260131-10000001" }, default));
        Assert.Equal(Some.Mail("a@x") with { Content = mail.Mail.Content }, mail.Mail);
        Assert.Equal(Some.Mail("a@x").Content.ToArray(), mail.Mail.Content.ToArray());
        Assert.Equal((MailState.Prepared, clock.GetUtcNow(), 0, null), (mail.State, mail.Prepared, mail.Attempts, mail.Words));
    }

    private static async Task Tests_are_held_whatever_was_decided(INotificationStore store, FakeTimeProvider clock)
    {
        Directive real = Some.Directive("8.8.8.8");
        await store.AddAsync([Some.Directive(), real, Some.Directive(batch: "shot-2")], default);
        Assert.Equal(1, await store.HoldTestsAsync("shot-1", default));
        StoredDirective held = Assert.Single(await store.FindAsync(new DirectiveQuery { State = DirectiveState.Held }, default));
        Assert.Equal("its source 192.0.2.7 is an address for documentation", held.Reason);
        Assert.Equal(1, await store.ReleaseAsync(new DirectiveSelection("shot-1"), default));
        Assert.Equal(1, await store.HoldTestsAsync("shot-1", default));
    }

    private static async Task Tickets_are_given_once(INotificationStore store, FakeTimeProvider clock)
    {
        Assert.Equal("20260131-10000001", await store.NextTicketAsync(default));
        Assert.Equal("20260131-10000002", await store.NextTicketAsync(default));
    }

    private static async Task Disabled_addresses_are_found(INotificationStore store, FakeTimeProvider clock)
    {
        await store.DisableAsync("Gone@example.com", "550 no such user", default);
        await store.DisableAsync("away@example.com", "550 no", default);
        await store.DisableAsync("away@example.com", "551 moved", default);
        Assert.Equal(new DisabledAddress("gone@example.com", "550 no such user", clock.GetUtcNow()), Assert.Single(await store.FindDisabledAsync(["GONE@example.com", "here@example.com"], default)));
        Assert.Empty(await store.FindDisabledAsync([], default));
        Assert.Equal(["551 moved", "550 no such user"], (await store.FindDisabledAsync(null, default)).Select(static one => one.Reason));
        Assert.True(await store.EnableAsync("gone@EXAMPLE.com", default));
        Assert.False(await store.EnableAsync("gone@example.com", default));
    }
}
