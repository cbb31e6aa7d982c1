using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Notifications.Tests.Contacts;

/// <summary>Short ways to write entries and to ask for them.</summary>
internal static class Entries
{
    public static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    public static ContactEntry Entry(string about, string email, ContactOrigin origin = ContactOrigin.Imported)
        => new(ContactObject.TryParse(about, out ContactObject? value) ? value : throw new ArgumentException(about), new Contact(email)) { Origin = origin };

    public static Event About(string? ip = null, string? name = null, long asn = 0, string? country = null)
    {
        var message = new Event { ["classification.type"] = "scanner" };
        if (ip is not null)
            message["source.ip"] = ip;
        if (name is not null)
            message["source.fqdn"] = name;
        if (asn != 0)
            message["source.asn"] = asn;
        if (country is not null)
            message["source.geolocation.cc"] = country;
        return message;
    }

    public static Task<ContactAnswer> FindAsync(Event message, params ContactEntry[] entries) => FindAsync(message, [new ContactBook("own", entries)]);

    public static async Task<ContactAnswer> FindAsync(Event message, IContactSource[] sources)
        => Assert.Single(await new ContactLookup(sources, new FakeClock(Now)).FindAsync([message], Fields.Source));
}
