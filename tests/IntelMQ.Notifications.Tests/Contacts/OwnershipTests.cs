using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Schemas;
using IntelMQ.Testing;
using static IntelMQ.Notifications.Tests.Contacts.Entries;

namespace IntelMQ.Notifications.Tests.Contacts;

/// <summary>Over books and events made at random: who is chosen is responsible for the event, and a book finds what a look at each entry finds.</summary>
public sealed class OwnershipTests
{
    private static readonly string[] Names = ["example.com", "www.example.com", "a.www.example.com", "badexample.com", "example.org", "com.example"];

    private static readonly Gen<string> Addresses =
        from third in Gen.Choose(0, 3)
        from fourth in Gen.Choose(0, 255)
        select $"192.0.{third}.{fourth}";

    private static readonly Gen<string> Objects = Gen.OneOf(
        from address in Addresses from length in Gen.Choose(0, 32) select $"{address}/{length}",
        Gen.Elements(Names),
        Gen.Choose(64496, 64499).Select(static asn => $"AS{asn}"),
        Gen.Elements("AT", "DE", "CH"));

    private static readonly Gen<ContactEntry> EntriesOf =
        from about in Objects
        from recipient in Gen.Choose(0, 20)
        from isManual in Gen.Elements(true, false)
        select Entry(about, $"contact-{recipient}@example.com", isManual ? ContactOrigin.Manual : ContactOrigin.Imported);

    private static readonly Gen<Event> Events =
        from address in Addresses
        from name in Gen.Elements(Names)
        from asn in Gen.Choose(64496, 64499)
        from country in Gen.Elements("AT", "DE", "CH")
        from has in Gen.Choose(0, 15)
        select About((has & 1) != 0 ? address : null, (has & 2) != 0 ? name : null, (has & 4) != 0 ? asn : 0, (has & 8) != 0 ? country : null);

    [Fact]
    public void Whoever_is_chosen_is_responsible_for_the_event()
    {
        var cases = from entries in EntriesOf.ListOf() from events in Events.ListOf() select (Entries: entries, Events: events);
        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var book = new ContactBook("own", given.Entries);
            IReadOnlyList<ContactAnswer> answers = new ContactLookup([book], new FakeClock(Now)).FindAsync([.. given.Events], Fields.Source).AsTask().GetAwaiter().GetResult();
            Assert.Equal(given.Events.Count, answers.Count);
            foreach ((Event message, ContactAnswer answer) in given.Events.Zip(answers))
            {
                ContactQuestion question = ContactQuestion.Of(message, Fields.Source);
                ContactEntry[] expected = [.. given.Entries.Where(entry => entry.Object.IsAbout(question))];
                Assert.All(answer.Chosen, match => Assert.Contains(match.Entry, expected));
                Assert.Equal(expected.Length, answer.Chosen.Count + answer.PassedOver.Count);
                Assert.Equal(expected.Length > 0, answer.Chosen.Count > 0);
                Assert.Equal(answer.Chosen.Count, answer.Chosen.DistinctBy(static match => match.Entry.Contact.Email).Count());
            }
        }).QuickCheckThrowOnFailure();
    }
}
