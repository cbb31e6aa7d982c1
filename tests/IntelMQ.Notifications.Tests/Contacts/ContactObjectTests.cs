using IntelMQ.Harmonization;
using IntelMQ.Notifications.Contacts;

namespace IntelMQ.Notifications.Tests.Contacts;

public sealed class ContactObjectTests
{
    [Theory]
    [InlineData("192.0.2.0/24", ContactObjectKind.Network, "192.0.2.0/24")]
    [InlineData("192.0.2.7/24", ContactObjectKind.Network, "192.0.2.0/24")]
    [InlineData(" 192.0.2.7 ", ContactObjectKind.Network, "192.0.2.7/32")]
    [InlineData("2001:DB8::/32", ContactObjectKind.Network, "2001:db8::/32")]
    [InlineData("as64496", ContactObjectKind.As, "AS64496")]
    [InlineData("at", ContactObjectKind.Country, "AT")]
    [InlineData("WWW.Example.com.", ContactObjectKind.Name, "www.example.com")]
    [InlineData("bücher.example.com", ContactObjectKind.Name, "xn--bcher-kva.example.com")]
    public void It_has_one_form(string text, ContactObjectKind kind, string form)
    {
        Assert.True(ContactObject.TryParse(text, out ContactObject? value));
        Assert.Equal((kind, form), (value.Kind, value.Text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("example")]
    [InlineData("AS0")]
    [InlineData("AS4294967296")]
    [InlineData("AS-1")]
    [InlineData("192.0.2.0/33")]
    [InlineData("exa mple.com")]
    [InlineData("example..com")]
    [InlineData("*.example.com")]
    [InlineData("1A")]
    public void What_is_none_is_refused(string? text) => Assert.False(ContactObject.TryParse(text, out _));

    [Theory]
    [InlineData("example.com", "example.com", true)]
    [InlineData("example.com", "WWW.EXAMPLE.COM", true)]
    [InlineData("example.com", "a.b.example.com.", true)]
    [InlineData("example.com", "badexample.com", false)]
    [InlineData("www.example.com", "example.com", false)]
    public void A_name_holds_itself_and_whole_labels_below_it(string about, string name, bool holds)
    {
        Assert.True(ContactObject.TryParse(about, out ContactObject? value));
        Assert.Equal(holds, value.IsAbout(new ContactQuestion { Name = name }));
    }

    [Fact]
    public void An_object_is_not_about_what_is_unknown()
    {
        foreach (string about in (string[])["example.com", "0.0.0.0/0", "::/0", "AS64496", "AT"])
        {
            Assert.True(ContactObject.TryParse(about, out ContactObject? value));
            Assert.False(value.IsAbout(default), about);
        }

        Assert.True(ContactObject.TryParse("0.0.0.0/0", out ContactObject? all));
        Assert.True(IpAddressValue.TryParse("2001:db8::1".AsSpan(), out IpAddressValue six));
        Assert.False(all.IsAbout(new ContactQuestion { Address = six }));
    }
}
