using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Notifications.Contacts;

namespace IntelMQ.Notifications.Tests.Contacts;

public sealed class ContactFileTests
{
    [Fact]
    public void A_table_is_read_with_all_its_columns()
    {
        IReadOnlyList<ContactEntry> entries = ContactFile.Read(
            new StringReader("""
                object,email,organisation,language,tags,origin,expires,disabled,inhibits,condition
                192.0.2.0/24,abuse@example.com,"Example, Ltd.",de,energy water,manual,2026-12-31,,,classification.type=scanner
                AS64496,noc@example.org,,,,,,bounced,,
                example.net,,,,,,,,honeypot,
                """),
            out IReadOnlyList<ContactFileError> errors);
        Assert.Empty(errors);
        Assert.Equal(3, entries.Count);
        Assert.Equal("Example, Ltd.", entries[0].Contact.Organisation);
        Assert.Equal("de", entries[0].Contact.Language);
        Assert.Equal(["energy", "water"], entries[0].Contact.Tags);
        Assert.Equal(ContactOrigin.Manual, entries[0].Origin);
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero), entries[0].Expires);
        Assert.Equal(new ContactCondition("classification.type", "scanner"), entries[0].Condition);
        Assert.Equal((ContactOrigin.Imported, "bounced"), (entries[1].Origin, entries[1].Disabled));
        Assert.Equal("honeypot", entries[2].Inhibits);
    }

    [Theory]
    [InlineData("nowhere,a@example.com", "line 2: object: 'nowhere' is no network, AS, country or name.")]
    [InlineData("192.0.2.0/24,", "line 2: email: it is empty.")]
    [InlineData("192.0.2.0/24", "line 2: There are 1 cells, and 2 in the header.")]
    [InlineData("192.0.2.0/24,a@example.com,more", "line 2: There are 3 cells, and 2 in the header.")]
    [InlineData("\"192.0.2.0/24,a@example.com", "line 2: A quote is not closed, or stands within a cell.")]
    public void A_row_that_is_wrong_is_told_of_and_the_next_one_counts(string row, string told)
    {
        IReadOnlyList<ContactEntry> entries = ContactFile.Read(new StringReader($"object,email\n{row}\nAS64497,b@example.com\n"), out IReadOnlyList<ContactFileError> errors);
        Assert.Equal(told, Assert.Single(errors).ToString());
        Assert.Equal("b@example.com", Assert.Single(entries).Contact.Email);
    }

    [Theory]
    [InlineData("object,mail\n", new[] { "There is no column 'mail'", "The column 'email' is missing." })]
    [InlineData("", new[] { "The column 'object' is missing.", "The column 'email' is missing." })]
    public void A_header_that_is_wrong_is_told_of(string text, string[] told)
    {
        Assert.Empty(ContactFile.Read(new StringReader(text), out IReadOnlyList<ContactFileError> errors));
        Assert.Equal(told.Length, errors.Count);
        Assert.All(told.Zip(errors), static pair => Assert.Contains(pair.First, pair.Second.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_without_end_is_bounded()
    {
        ContactFile.Read(new StringReader("object,email\n" + new string('x', 1 << 22)), out IReadOnlyList<ContactFileError> errors);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void Any_text_is_read_or_told_of()
        => Prop.ForAll(ArbMap.Default.ArbFor<string>(), static text => ContactFile.Read(new StringReader($"object,email,expires\n{text}"), out _) is not null).QuickCheckThrowOnFailure();
}
