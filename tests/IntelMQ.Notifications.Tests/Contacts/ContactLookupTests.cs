using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Schemas;
using IntelMQ.Testing;
using static IntelMQ.Notifications.Tests.Contacts.Entries;

namespace IntelMQ.Notifications.Tests.Contacts;

public sealed class ContactLookupTests
{
    private sealed class Source(string name, Func<IReadOnlyList<ContactQuestion>, IReadOnlyList<IReadOnlyList<ContactEntry>>> find) : IContactSource
    {
        public string Name => name;

        public ValueTask<IReadOnlyList<IReadOnlyList<ContactEntry>>> FindAsync(IReadOnlyList<ContactQuestion> questions, CancellationToken cancellationToken = default) => new(find(questions));
    }

    [Fact]
    public async Task The_longest_prefix_counts_and_the_others_are_told_of()
    {
        ContactAnswer answer = await FindAsync(About("192.0.2.7"), Entry("192.0.0.0/16", "far@example.com"), Entry("192.0.2.0/24", "near@example.com"), Entry("198.51.100.0/24", "else@example.com"));
        Assert.Equal("near@example.com", answer.Addresses);
        Assert.Equal("far@example.com for 192.0.0.0/16 (own, imported): 192.0.2.0/24 is closer", Assert.Single(answer.PassedOver).ToString());
    }

    [Fact]
    public async Task Names_and_networks_count_both_and_the_AS_only_without_a_network()
    {
        ContactEntry[] entries = [Entry("example.com", "name@example.com"), Entry("192.0.2.0/24", "network@example.com"), Entry("AS64496", "as@example.com"), Entry("AT", "country@example.com")];
        Assert.Equal("name@example.com,network@example.com", (await FindAsync(About("192.0.2.7", "www.example.com", 64496, "AT"), entries)).Addresses);
        Assert.Equal("as@example.com", (await FindAsync(About("198.51.100.7", asn: 64496, country: "AT"), entries)).Addresses);
        Assert.Equal("country@example.com", (await FindAsync(About("198.51.100.7", country: "AT"), entries)).Addresses);
        Assert.Equal("", (await FindAsync(About("198.51.100.7"), entries)).Addresses);
    }

    [Fact]
    public async Task What_a_person_entered_counts_before_a_closer_import()
    {
        ContactAnswer answer = await FindAsync(About("192.0.2.7"), Entry("192.0.2.0/28", "imported@example.com"), Entry("192.0.2.0/24", "manual@example.com", ContactOrigin.Manual));
        Assert.Equal("manual@example.com", answer.Addresses);
        Assert.Equal("there is a manual entry", Assert.Single(answer.PassedOver).Reason);
    }

    [Fact]
    public async Task Entries_that_do_not_count_are_told_of_with_the_reason()
    {
        ContactAnswer answer = await FindAsync(
            About("192.0.2.7"),
            Entry("192.0.2.0/24", "ended@example.com") with { Expires = Now },
            Entry("192.0.2.0/24", "back@example.com") with { Disabled = "mail came back on 2026-11-01" },
            Entry("192.0.2.0/24", "other@example.com") with { Condition = new ContactCondition("classification.type", "c2-server") },
            Entry("192.0.2.0/24", "meant@example.com") with { Condition = new ContactCondition("classification.type", "scanner"), Expires = Now.AddSeconds(1) });
        Assert.Equal("meant@example.com", answer.Addresses);
        Assert.Equal(["it ended on 2026-11-30", "the address is disabled: mail came back on 2026-11-01", "it counts only where classification.type is c2-server"], answer.PassedOver.Select(static match => match.Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a@example.com,b@example.com")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    [InlineData("A <a@example.com>")]
    [InlineData("no address")]
    public async Task What_is_no_bare_address_is_never_chosen(string email)
    {
        ContactAnswer answer = await FindAsync(About("192.0.2.7"), Entry("192.0.2.0/24", email));
        Assert.Empty(answer.Chosen);
        Assert.Equal("it has no address that mail can be sent to", Assert.Single(answer.PassedOver).Reason);
    }

    [Fact]
    public async Task An_inhibition_holds_all_back_and_says_why()
    {
        ContactAnswer answer = await FindAsync(About("192.0.2.7"), Entry("192.0.2.0/24", "") with { Inhibits = "a honeypot of ours" }, Entry("192.0.2.0/28", "abuse@example.com"));
        Assert.Empty(answer.Chosen);
        Assert.Equal("a honeypot of ours (192.0.2.0/24, own)", answer.Inhibition);
        Assert.Contains("nobody is told: a honeypot of ours", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_chosen_once_and_the_first_source_is_named()
    {
        ContactAnswer answer = await FindAsync(About("192.0.2.7"), [new ContactBook("first", [Entry("192.0.2.0/24", "Abuse@example.com")]), new ContactBook("second", [Entry("192.0.2.0/24", "abuse@example.com")])]);
        Assert.Equal("first", Assert.Single(answer.Chosen).Source);
        Assert.Equal("the same address is chosen for 192.0.2.0/24", Assert.Single(answer.PassedOver).Reason);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_named_and_the_others_count()
    {
        ContactAnswer answer = await FindAsync(About("192.0.2.7"), [new Source("down", static _ => throw new IOException("no route")), new ContactBook("own", [Entry("192.0.2.0/24", "abuse@example.com")])]);
        Assert.Equal("abuse@example.com", answer.Addresses);
        Assert.Equal(new SilentSource("down", "no route"), Assert.Single(answer.Silent));
    }

    [Fact]
    public async Task What_a_source_names_wrongly_is_not_used()
    {
        ContactAnswer answer = await FindAsync(About("192.0.2.7"), [new Source("wrong", static questions => [.. questions.Select(static _ => (IReadOnlyList<ContactEntry>)[Entry("198.51.100.0/24", "else@example.com")])])]);
        Assert.Empty(answer.Chosen);
        Assert.Equal("the event is not about it", Assert.Single(answer.PassedOver).Reason);
    }

    [Fact]
    public async Task Equal_questions_are_asked_once_and_answers_keep_the_order_of_the_events()
    {
        int asked = 0;
        var source = new Source("counting", questions =>
        {
            asked += questions.Count;
            return [.. questions.Select(static question => (IReadOnlyList<ContactEntry>)[Entry($"{question.Address}/32", $"owner-{question.Address}@example.com")])];
        });
        Event[] events = [.. Enumerable.Range(0, 10_000).Select(static i => About($"192.0.2.{i % 7}"))];
        IReadOnlyList<ContactAnswer> answers = await new ContactLookup([source], new FakeClock(Now)).FindAsync(events, Fields.Source);
        Assert.Equal(7, asked);
        Assert.All(answers.Select(static (answer, i) => (answer, i)), static pair => Assert.Equal($"owner-192.0.2.{pair.i % 7}@example.com", pair.answer.Addresses));
    }
}
