using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class Rfc1918ExpertTests
{
    [Theory]
    [InlineData("source.ip", "\"9.255.255.255\"", false)]
    [InlineData("source.ip", "\"10.0.0.0\"", true)]
    [InlineData("source.ip", "\"10.255.255.255\"", true)]
    [InlineData("source.ip", "\"11.0.0.0\"", false)]
    [InlineData("source.ip", "\"100.64.0.0\"", true)]
    [InlineData("source.ip", "\"100.128.0.0\"", false)]
    [InlineData("source.ip", "\"127.0.0.1\"", true)]
    [InlineData("source.ip", "\"169.254.1.1\"", true)]
    [InlineData("source.ip", "\"172.31.255.255\"", true)]
    [InlineData("source.ip", "\"172.32.0.0\"", false)]
    [InlineData("source.ip", "\"192.0.0.255\"", true)]
    [InlineData("source.ip", "\"192.0.1.0\"", false)]
    [InlineData("source.ip", "\"192.0.2.1\"", true)]
    [InlineData("source.ip", "\"192.88.99.1\"", true)]
    [InlineData("source.ip", "\"192.168.1.1\"", true)]
    [InlineData("source.ip", "\"198.19.255.255\"", true)]
    [InlineData("source.ip", "\"198.20.0.0\"", false)]
    [InlineData("source.ip", "\"198.51.100.1\"", true)]
    [InlineData("source.ip", "\"203.0.113.1\"", true)]
    [InlineData("source.ip", "\"203.0.114.1\"", false)]
    [InlineData("source.ip", "\"224.0.0.1\"", true)]
    [InlineData("source.ip", "\"255.255.255.255\"", true)]
    [InlineData("source.ip", "\"fe80::1\"", true)]
    [InlineData("source.ip", "\"fe80:0:0:1::1\"", false)]
    [InlineData("source.ip", "\"2001:db8:1::1\"", true)]
    [InlineData("source.ip", "\"2001:db9::1\"", false)]
    [InlineData("source.ip", "\"::1\"", false)]
    [InlineData("source.local_ip", "\"10.0.0.1\"", false)]
    [InlineData("source.fqdn", "\"example.com\"", true)]
    [InlineData("source.fqdn", "\"sub.example.net\"", true)]
    [InlineData("source.fqdn", "\"fooexample.com\"", false)]
    [InlineData("source.fqdn", "\"example.info\"", false)]
    [InlineData("source.fqdn", "\"a.test\"", true)]
    [InlineData("source.fqdn", "\"test\"", false)]
    [InlineData("source.fqdn", "\"a.localhost\"", true)]
    [InlineData("source.url", "\"http://192.0.2.1/\"", true)]
    [InlineData("source.url", "\"http://10.0.0.1:80/\"", true)]
    [InlineData("source.url", "\"http://[2001:db8::1]:81/\"", true)]
    [InlineData("source.url", "\"http://user@EXAMPLE.com/\"", true)]
    [InlineData("source.url", "\"http://com.example.co/\"", false)]
    [InlineData("source.asn", "64496", true)]
    [InlineData("source.asn", "64511", true)]
    [InlineData("source.asn", "64512", false)]
    [InlineData("source.asn", "65536", true)]
    [InlineData("extra.ip", "10", false)]
    [InlineData("extra.asn", "64496", true)]
    [InlineData("comment", "\"10.0.0.1\"", false)]
    public void What_IntelMQ_sets_aside_is_recognised_where_asked(string field, string json, bool special)
    {
        var bot = new Rfc1918Expert(new Rfc1918ExpertOptions { Fields = [field], Policy = ["drop"], Reserved = "IntelMQ" });

        Assert.Equal(special, bot.Process(Events.With(field, json)).IsDrop);
    }

    [Theory]
    [InlineData("0.0.0.1", true)]
    [InlineData("1.0.0.0", false)]
    [InlineData("10.0.0.1", true)]
    [InlineData("11.0.0.0", false)]
    [InlineData("100.127.255.255", true)]
    [InlineData("100.128.0.0", false)]
    [InlineData("127.1.2.3", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("172.32.0.0", false)]
    [InlineData("192.0.0.9", true)]
    [InlineData("192.0.1.0", false)]
    [InlineData("192.0.2.1", true)]
    [InlineData("192.31.196.1", true)]
    [InlineData("192.52.193.1", true)]
    [InlineData("192.88.99.1", true)]
    [InlineData("192.168.1.1", true)]
    [InlineData("192.175.48.1", true)]
    [InlineData("198.19.255.255", true)]
    [InlineData("198.20.0.0", false)]
    [InlineData("198.51.100.1", true)]
    [InlineData("203.0.113.1", true)]
    [InlineData("203.0.114.0", false)]
    [InlineData("224.0.0.1", true)]
    [InlineData("240.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("::", true)]
    [InlineData("::1", true)]
    [InlineData("::192.0.2.1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("::ffff:0:10.0.0.1", true)]
    [InlineData("::ffff:11.0.0.1", false)]
    [InlineData("64:ff9b::10.0.0.1", true)]
    [InlineData("64:ff9b::b00:1", false)]
    [InlineData("64:ff9b:1::1", true)]
    [InlineData("64:ff9c::1", false)]
    [InlineData("100::1", true)]
    [InlineData("100:0:0:1::1", true)]
    [InlineData("100:0:0:2::1", false)]
    [InlineData("2001::1", true)]
    [InlineData("2001:1ff:ffff::1", true)]
    [InlineData("2001:200::1", false)]
    [InlineData("2001:db8:1::1", true)]
    [InlineData("2001:db9::1", false)]
    [InlineData("2002:a00:1::1", true)]
    [InlineData("2002:b00:1::1", false)]
    [InlineData("2620:4f:8000::1", true)]
    [InlineData("2620:4f:8001::1", false)]
    [InlineData("3fff::1", true)]
    [InlineData("3fff:1000::1", false)]
    [InlineData("5f00::1", true)]
    [InlineData("fc00::1", true)]
    [InlineData("fdff::1", true)]
    [InlineData("fe80:0:0:1::1", true)]
    [InlineData("fec0::1", true)]
    [InlineData("ff02::1", true)]
    public void Addresses_of_the_registries_are_recognised(string address, bool special)
    {
        Assert.Equal(special, IsDropped("source.ip", $"\"{address}\""));
        string host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        Assert.Equal(special, IsDropped("source.url", $"\"http://{host}:8080/a\""));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("a.localhost", true)]
    [InlineData("printer.local", true)]
    [InlineData("db.internal", true)]
    [InlineData("a.test", true)]
    [InlineData("test", true)]
    [InlineData("www.example", true)]
    [InlineData("a.invalid", true)]
    [InlineData("router.home.arpa", true)]
    [InlineData("example.com", true)]
    [InlineData("sub.example.net", true)]
    [InlineData("www.example.org", true)]
    [InlineData("fooexample.com", false)]
    [InlineData("example.info", false)]
    [InlineData("locale", false)]
    [InlineData("a.locals", false)]
    [InlineData("local.at", false)]
    [InlineData("hidden.onion", false)]
    public void Reserved_names_are_recognised(string name, bool special)
    {
        Assert.Equal(special, IsDropped("source.fqdn", $"\"{name}\""));
        Assert.Equal(special, IsDropped("source.url", $"\"https://{name.ToUpperInvariant()}.:1/\""));
    }

    [Theory]
    [InlineData("http://2130706433/", true)]
    [InlineData("http://0x0a.1/", true)]
    [InlineData("http://184549377/", false)]
    [InlineData("http://com.example.co/", false)]
    public void A_host_may_be_a_number(string url, bool special) => Assert.Equal(special, IsDropped("source.url", $"\"{url}\""));

    [Theory]
    [InlineData(112, true)]
    [InlineData(113, false)]
    [InlineData(23456, true)]
    [InlineData(64495, false)]
    [InlineData(64496, true)]
    [InlineData(64512, true)]
    [InlineData(65535, true)]
    [InlineData(131071, true)]
    [InlineData(131072, false)]
    [InlineData(4199999999, false)]
    [InlineData(4200000000, true)]
    [InlineData(4294967295, true)]
    public void Numbers_that_belong_to_nobody_are_recognised(long asn, bool special) => Assert.Equal(special, IsDropped("source.asn", $"{asn}"));

    [Fact]
    public void Only_the_two_lists_are_known()
        => Assert.Contains("reserved", Assert.Throws<BotConfigurationException>(static () => new Rfc1918Expert(new Rfc1918ExpertOptions { Reserved = "all" })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_removal_does_not_save_the_event_from_the_fields_that_follow()
    {
        var bot = new Rfc1918Expert(new Rfc1918ExpertOptions { Fields = ["destination.ip", " Source.IP "], Policy = ["del", " DROP"] });

        Assert.True(bot.Process(Events.Of("""{"source.ip": "10.0.0.1", "destination.ip": "10.0.0.2"}""")).IsDrop);
        var message = Events.Of("""{"source.ip": "8.8.8.8", "destination.ip": "10.0.0.2"}""");
        Assert.True(bot.Process(message).IsKeep);
        Assert.Equal("{'source.ip': '8.8.8.8'}", Events.Flat(message));
    }

    [Theory]
    [InlineData("source.ip,destination.ip", "drop", "2")]
    [InlineData("source.ip", "remove", "remove")]
    public void Policies_that_cannot_work_are_refused(string fields, string policy, string complaint)
    {
        var options = new Rfc1918ExpertOptions { Fields = TextList.Parse(fields), Policy = TextList.Parse(policy) };

        Assert.Contains(complaint, Assert.Throws<BotConfigurationException>(() => new Rfc1918Expert(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_parameters_look_at_nothing()
    {
        var bot = new Rfc1918Expert(new Rfc1918ExpertOptions { Fields = TextList.Parse(""), Policy = TextList.Parse("") });

        Assert.True(bot.Process(Events.With("source.ip", "\"10.0.0.1\"")).IsKeep);
    }

    private static bool IsDropped(string field, string json)
        => new Rfc1918Expert(new Rfc1918ExpertOptions { Fields = [field], Policy = ["drop"] }).Process(Events.With(field, json)).IsDrop;
}
