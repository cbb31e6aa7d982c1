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
    public void What_is_set_aside_is_recognised(string field, string json, bool special)
    {
        var bot = new Rfc1918Expert(new Rfc1918ExpertOptions { Fields = [field], Policy = ["drop"] });

        Assert.Equal(special, bot.Process(Events.With(field, json)).IsDrop);
    }

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
}
