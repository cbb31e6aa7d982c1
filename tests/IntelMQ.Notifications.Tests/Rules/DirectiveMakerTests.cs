using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Rules;
using IntelMQ.Store;
using IntelMQ.Testing;
using static IntelMQ.Notifications.Tests.Contacts.Entries;

namespace IntelMQ.Notifications.Tests.Rules;

public sealed class DirectiveMakerTests
{
    private static readonly ContactEntry Own = Entry("192.0.2.0/24", "Abuse@example.com", ContactOrigin.Manual) with { Contact = new Contact("Abuse@example.com") { Language = "de", Organisation = "Example", Tags = ["energy"] } };

    [Fact]
    public async Task A_contact_is_told_with_the_explanation_and_the_usual_cooldown()
    {
        EventDirectives made = await MakeAsync(NotificationRules.None, About("192.0.2.7"));
        Directive directive = Assert.Single(made.Directives);
        Assert.Equal(("abuse@example.com", "de", "Example", "scanner", "own", "192.0.2.0/24", TimeSpan.FromDays(30), "daily"),
            (directive.Recipient, directive.Language, directive.Organisation, directive.Template, directive.ContactSource, directive.ContactObject, directive.Cooldown, directive.Batch));
        Assert.Contains("chosen: Abuse@example.com for 192.0.2.0/24 (own, manual)", directive.Explanation, StringComparison.Ordinal);
        Assert.Empty(made.NotTold);
    }

    [Fact]
    public async Task Nobody_is_told_without_a_contact_or_where_the_event_or_an_entry_says_so()
    {
        Assert.Equal("no contact is known", (await MakeAsync(NotificationRules.None, About("198.51.100.1"))).NotTold[""]);
        Event muted = About("192.0.2.7");
        muted["extra.notify"] = false;
        Assert.Equal("the event says that nobody is told (extra.notify)", (await MakeAsync(NotificationRules.None, muted)).NotTold[""]);
        EventDirectives inhibited = (await Maker(NotificationRules.None, Own with { Inhibits = "they know" }).MakeAsync([About("192.0.2.7")], Directive.Daily, default))[0];
        Assert.StartsWith("they know", inhibited.NotTold[""], StringComparison.Ordinal);
        Assert.Empty(inhibited.Directives);
    }

    [Fact]
    public async Task Rules_in_csharp_decide()
    {
        INotificationRules rules = NotificationRules.Of(static (message, contact, usual) => contact.Tags.Contains("energy")
            ? usual with { Template = "energy", Format = AttachmentFormat.Json, Interval = TimeSpan.FromHours(1) }
            : usual);
        Directive directive = Assert.Single((await MakeAsync(rules, About("192.0.2.7"))).Directives);
        Assert.Equal(("energy", AttachmentFormat.Json, TimeSpan.FromHours(1)), (directive.Template, directive.Format, directive.Interval));
    }

    [Fact]
    public async Task Rules_that_change_a_copy_decide_and_leave_the_event_as_it_was()
    {
        INotificationRules rules = NotificationRules.Of(static copy =>
        {
            if (copy.GetString("extra.notification.tags")!.Contains(" energy ", StringComparison.Ordinal))
            {
                copy["extra.notification.template"] = "energy";
                copy["extra.notification.format"] = "xarf";
                copy["extra.notification.protection"] = "encrypted";
                copy["extra.notification.language"] = "fr";
                copy["extra.notification.interval"] = 3600;
                copy["extra.notification.cooldown"] = 0;
            }

            return Verdict.Keep;
        });
        Event message = About("192.0.2.7");
        message["extra.notification.template"] = "a feed's word";
        Directive directive = Assert.Single((await MakeAsync(rules, message)).Directives);
        Assert.Equal(("energy", AttachmentFormat.Xarf, MailProtection.Encrypted, "fr", TimeSpan.FromHours(1), TimeSpan.Zero),
            (directive.Template, directive.Format, directive.Protection, directive.Language, directive.Interval, directive.Cooldown));
        Assert.False(directive.Message.GetString("source.abuse_contact") is not null);
        Assert.Equal("scanner", Assert.Single((await MakeAsync(NotificationRules.Of(static _ => Verdict.Keep), message)).Directives).Template);
    }

    [Theory]
    [InlineData("format", "pdf", "a rule gives the format 'pdf', which there is not")]
    [InlineData("format", "2", "a rule gives the format '2', which there is not")]
    [InlineData("cooldown", "soon", "a rule gives the cooldown 'soon', which is no time in seconds")]
    [InlineData("interval", "-1", "a rule gives the interval '-1', which is no time in seconds")]
    public async Task A_rule_that_gives_what_there_is_not_tells_nothing(string name, string value, string reason)
    {
        EventDirectives made = await MakeAsync(NotificationRules.Of(copy => { copy[$"extra.notification.{name}"] = value; return Verdict.Keep; }), About("192.0.2.7"));
        Assert.Equal(reason, made.NotTold["Abuse@example.com"]);
        Assert.Empty(made.Directives);
    }

    [Fact]
    public async Task A_rule_that_drops_or_fails_tells_nothing()
    {
        Assert.Equal("they are told by phone", (await MakeAsync(NotificationRules.Of(static copy => { copy["extra.notification.reason"] = "they are told by phone"; return Verdict.Drop; }), About("192.0.2.7"))).NotTold["Abuse@example.com"]);
        Assert.Equal("a rule fails: no", (await MakeAsync(NotificationRules.Of(static _ => throw new InvalidOperationException("no")), About("192.0.2.7"))).NotTold["Abuse@example.com"]);
    }

    [Fact]
    public async Task Addresses_that_events_bring_count_where_that_is_wanted()
    {
        Event message = About("192.0.2.7");
        message["source.abuse_contact"] = "a@example.com, b@example.com,A@example.com,no address";
        DirectiveMaker maker = new(new ContactLookup([new ContactBook("own", [Own])], new FakeClock(Now)), NotificationRules.None) { TakesEventContacts = true };
        EventDirectives made = (await maker.MakeAsync([message], "shot-1", default))[0];
        Assert.Equal(["a@example.com", "b@example.com"], made.Directives.Select(static directive => directive.Recipient));
        Assert.All(made.Directives, static directive => Assert.Equal(("source.abuse_contact", "192.0.2.7/32", "shot-1"), (directive.ContactSource, directive.ContactObject, directive.Batch)));
        Assert.Equal("abuse@example.com", Assert.Single((await maker.MakeAsync([About("192.0.2.8")], "shot-1", default))[0].Directives).Recipient);
    }

    [Fact]
    public async Task A_relapse_is_found_in_the_history_of_the_object()
    {
        var clock = new FakeClock(Now);
        await using var store = new MemoryEventStore(Schemas.Schema.Default, clock);
        Event first = About("192.0.2.7");
        first["time.observation"] = "2026-11-01T00:00:00+00:00";
        Event again = About("192.0.2.7");
        again["time.observation"] = "2026-11-20T00:00:00+00:00";
        await store.AppendAsync(new EventBatch([first, again]), default);
        await store.TrackAsync(default);
        DirectiveMaker maker = new(new ContactLookup([new ContactBook("own", [Own])], clock), NotificationRules.None) { History = store };
        IReadOnlyList<EventDirectives> made = await maker.MakeAsync([again, About("192.0.2.8")], Directive.Daily, default);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), made[0].Directives[0].Relapsed);
        Assert.Null(made[1].Directives[0].Relapsed);
    }

    private static DirectiveMaker Maker(INotificationRules rules, params ContactEntry[] entries) => new(new ContactLookup([new ContactBook("own", entries)], new FakeClock(Now)), rules);

    private static async Task<EventDirectives> MakeAsync(INotificationRules rules, Event message) => (await Maker(rules, Own).MakeAsync([message], Directive.Daily, default))[0];
}
