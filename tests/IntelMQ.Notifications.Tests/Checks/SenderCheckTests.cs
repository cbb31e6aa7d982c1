using System.Net;
using IntelMQ.Notifications.Checks;
using IntelMQ.Notifications.Mails;
using IntelMQ.Testing;

namespace IntelMQ.Notifications.Tests.Checks;

public sealed class SenderCheckTests
{
    private static readonly MailSettings Settings = new() { From = "CERT <cert@example.org>" };

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.0/24 -all", true)]
    [InlineData("v=spf1 ip4:192.0.2.7 -all", true)]
    [InlineData("v=spf1 a:mail.example.org ~all", true)]
    [InlineData("v=spf1 a/24 -all", true)]
    [InlineData("v=spf1 include:spf.example.net -all", true)]
    [InlineData("v=spf1 redirect=spf.example.net", true)]
    [InlineData("v=spf1 mx ip4:192.0.2.7 -all", true)]
    [InlineData("v=spf1 ip6:2001:db8::/32 -all", false)]
    [InlineData("v=spf1 ip4:198.51.100.0/24 -all", false)]
    [InlineData("v=spf1 ip4:198.51.100.0/24", false)]
    [InlineData("v=spf1 -ip4:192.0.2.7 +all", false)]
    [InlineData("v=spf1 ?all", false)]
    [InlineData("v=spf1 ip4:nonsense -all", false)]
    [InlineData("v=spf1 include:missing.example.net -all", false)]
    [InlineData("v=spf1 include:loop.example.net -all", false)]
    [InlineData("v=spf1 mx -all", null)]
    [InlineData("v=spf1 include:%{i}.example.net -all", null)]
    [InlineData("something else", false)]
    public async Task Spf_says_whether_the_server_may_send(string record, bool? isGood)
    {
        CannedDns dns = new CannedDns().Texts("example.org", "other", record).Texts("spf.example.net", "v=spf1 ip4:192.0.2.7 -all").Texts("loop.example.net", "v=spf1 include:loop.example.net -all")
            .Addresses("mail.example.org", IPAddress.Parse("192.0.2.7")).Addresses("example.org", IPAddress.Parse("192.0.2.99"));
        Assert.Equal(isGood, (await RunAsync(dns))[0].IsGood);
    }

    [Fact]
    public async Task Two_records_of_spf_are_wrong()
        => Assert.Equal(false, (await RunAsync(new CannedDns().Texts("example.org", "v=spf1 +all", "v=spf1 -all")))[0].IsGood);

    [Theory]
    [InlineData("v=DKIM1; k=rsa; p=MIIB", true)]
    [InlineData("v=DKIM1; p=", false)]
    [InlineData(null, false)]
    public async Task Dkim_has_a_key(string? record, bool isGood)
    {
        var dns = new CannedDns();
        if (record is not null)
            dns.Texts("one._domainkey.example.org", record);
        Assert.Equal(isGood, (await RunAsync(dns))[1].IsGood);
        Assert.Null((await new SenderCheck(dns).RunAsync(Settings, [], null, default))[0].IsGood);
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject", "bounces@example.org", true)]
    [InlineData("v=DMARC1; p=reject", "bounces@mail.example.org", true)]
    [InlineData("v=DMARC1; p=reject; aspf=s", "bounces@mail.example.org", false)]
    [InlineData("v=DMARC1; p=reject", "bounces@example.net", false)]
    [InlineData("v=DMARC1; p=none", "bounces@example.net", null)]
    [InlineData("v=DMARC1; p=perhaps", "bounces@example.org", false)]
    [InlineData("nothing", "bounces@example.org", false)]
    public async Task Dmarc_fits_where_mails_are_sent_back_to(string record, string bounces, bool? isGood)
        => Assert.Equal(isGood, (await new SenderCheck(new CannedDns().Texts("_dmarc.example.org", record)).RunAsync(Settings with { Bounces = bounces }, [], "one", default))[1].IsGood);

    [Fact]
    public async Task The_domain_above_counts_for_one_without_a_record()
        => Assert.Contains("the policy quarantine", (await new SenderCheck(new CannedDns().Texts("_dmarc.example.org", "v=DMARC1; p=reject; sp=quarantine")).RunAsync(Settings with { From = "cert@mail.example.org" }, [], "one", default))[1].Words, StringComparison.Ordinal);

    [Fact]
    public async Task No_answer_is_a_finding()
    {
        IReadOnlyList<SenderFinding> findings = await RunAsync(new CannedDns().NoAnswer("example.org", "no server").NoAnswer("_dmarc.example.org", "no server"));
        Assert.Equal([null, false, null], findings.Select(static finding => finding.IsGood));
        Assert.Equal("The DNS gives no answer: no server", findings[0].Words);
    }

    private static async Task<IReadOnlyList<SenderFinding>> RunAsync(CannedDns dns)
        => await new SenderCheck(dns).RunAsync(Settings, [IPAddress.Parse("192.0.2.7")], "one", default);
}
