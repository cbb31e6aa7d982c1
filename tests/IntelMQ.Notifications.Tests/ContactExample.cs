using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.Tests;

/// <summary>The listing of docs/contacts.md.</summary>
public sealed class ContactExample
{
    [Fact]
    public async Task It_says_who_is_told_and_why()
    {
        // #region lookup
        IReadOnlyList<ContactEntry> own = ContactFile.Read(
            new StringReader("""
                object,email,organisation,origin,expires
                192.0.2.0/24,abuse@example.com,Example Ltd.,manual,
                192.0.0.0/16,noc@example.net,Example Net,imported,
                example.org,hostmaster@example.org,Example Org,manual,2026-01-31
                """),
            out IReadOnlyList<ContactFileError> errors);
        var lookup = new ContactLookup([new ContactBook("own", own)], TimeProvider.System);
        var message = new Event { ["source.ip"] = "192.0.2.7", ["source.fqdn"] = "www.example.org" };
        ContactAnswer answer = (await lookup.FindAsync([message], Fields.Source))[0];
        message["source.abuse_contact"] = answer.Addresses;
        Console.WriteLine(answer);
        // #endregion
        Assert.Empty(errors);
        Assert.Equal("abuse@example.com", message.GetString("source.abuse_contact"));
        Assert.Equal(
            """
            chosen: abuse@example.com for 192.0.2.0/24 (own, manual)
            passed over: hostmaster@example.org for example.org (own, manual): it ended on 2026-01-31
            passed over: noc@example.net for 192.0.0.0/16 (own, imported): there is a manual entry

            """.ReplaceLineEndings("\n"),
            answer.ToString());
    }
}
