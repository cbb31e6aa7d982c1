using System.Text;
using IntelMQ.Bots.Parsers.AlienVault;
using IntelMQ.Bots.Parsers.Bambenek;
using IntelMQ.Bots.Parsers.Calidog;
using IntelMQ.Bots.Parsers.CertEu;
using IntelMQ.Bots.Parsers.Dshield;
using IntelMQ.Bots.Parsers.Misp;
using IntelMQ.Bots.Parsers.Spamhaus;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers;

/// <summary>A cell of a table that holds something else than usual costs no row, and what it holds is kept.</summary>
public sealed class UnknownCellsTests
{
    private static readonly PlainParserOptions Plain = new();

    [Theory]
    [InlineData("192.0.2.1#4#2#Scanning Host#Nowhere#Vienna#48.2,16.3#11", "extra.country", "Nowhere")]
    [InlineData("192.0.2.1#4#2#Scanning Host#AT#Vienna#somewhere#11", "extra.coordinates", "somewhere")]
    [InlineData("192.0.2.1#4#2#Scanning Host#AT#Vienna#48.2,east#11", "extra.coordinates", "48.2,east")]
    [InlineData("192.0.2.1#4#2#Scanning Host#AT#Vienna#1,2,3#11", "extra.coordinates", "1,2,3")]
    [InlineData("192.0.2.1#4#2#Scanning Host#AT#Vienna#,16.3#11", "source.geolocation.longitude", "16.3")]
    [InlineData("192.0.2.1#4#2#Scanning Host#AT#Vienna##11", "source.geolocation.city", "Vienna")]
    public void Of_the_reputation_list(string row, string field, string value) => Check(new AlienVaultReputationParser(Plain, BotServices.Default), "", row, field, value);

    [Theory]
    [InlineData("192.0.2.1,IP used by x C&C,2026-01-02 03:04,not yet written", "extra.event_description.url", "not yet written")]
    [InlineData("192.0.2.1,IP used by x C&C,2026-01-02 03:04,http://www.example.com/x.txt", "event_description.url", "http://www.example.com/x.txt")]
    [InlineData("192.0.2.1,IP used by x C&C,2026-01-02 03:04,http://www.example.com/n\u00fcw.txt", "source.ip", "192.0.2.1")]
    public void Of_lists_of_servers(string row, string field, string value)
        => Check(new BambenekParser(Plain, BotServices.Default), "https://www.example.com/c2-ipmasterlist.txt", row, field, value);

    [Theory]
    [InlineData("192.0.2.1\tmany\t5\t2026-01-01\t2026-01-02\t2026-01-02 03:04:05", "extra.reports", "many")]
    [InlineData("192.0.2.1\t3\t>5\t2026-01-01\t2026-01-02\t2026-01-02 03:04:05", "extra.targets", ">5")]
    [InlineData("192.0.2.1\t3\t5\t2026-01-01\t2026-01-02\t2026-01-02 03:04:05", "extra.reports", "3")]
    public void Of_the_attackers_in_a_network(string row, string field, string value)
        => Check(new DshieldAsnParser(Plain, BotServices.Default), "https://www.example.com/x?as=64496", row, field, value);

    [Theory]
    [InlineData("192.0.2.0\t192.0.2.255\t24\tmany\tEXAMPLE\tAT\ta@example.com", "extra.attacks", "many")]
    [InlineData("192.0.2.0\t192.0.2.255\t24\t7\tEXAMPLE\tNowhere\ta@example.com", "extra.country", "Nowhere")]
    [InlineData("192.0.2.0\t192.0.2.255\t24\t7\tEXAMPLE\tAT\ta@example.com", "source.geolocation.cc", "AT")]
    public void Of_the_block_list(string row, string field, string value) => Check(new DshieldBlockParser(Plain, BotServices.Default), "", row, field, value);

    [Theory]
    [InlineData("192.0.2.1,AS64496,AT,1767322245,n\u00fcw,?,198.51.100.1,80,?,tcp", "extra.malware.name", "n\u00fcw")]
    [InlineData("192.0.2.1,AS64496,AT,1767322245,New,?,198.51.100.1,80,?,tcp", "malware.name", "new")]
    public void Of_detections(string row, string field, string value) => Check(new SpamhausCertParser(Plain, BotServices.Default), "", row, field, value);

    [Theory]
    [InlineData("AS64496 ; Somewhere | EXAMPLE-AS", "extra.country", "Somewhere")]
    [InlineData("AS64496 ; AT | EXAMPLE-AS", "source.geolocation.cc", "AT")]
    public void Of_the_list_of_networks_not_to_route(string row, string field, string value)
        => Check(new SpamhausDropParser(Plain, BotServices.Default), "https://www.example.com/asndrop.txt", row, field, value);

    [Fact]
    public void A_network_that_is_none_is_kept()
    {
        string[] columns = [.. new CertEuCsvParser(Plain, BotServices.Default).Map.SelectMany(static rule => rule.Columns).Distinct(StringComparer.Ordinal)];
        string row = string.Join(',', columns.Select(static column => column switch { "source ip" => "192.0.2.1", "source bgp prefix" => "none", "type" => "scanner", "version" => "1.5", "tlp" => "amber", _ => "" }));
        Check(new CertEuCsvParser(Plain, BotServices.Default), "", $"{string.Join(',', columns)}\n{row}\n", "extra.source_bgp_prefix", "none");
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"x\"")]
    [InlineData("{\"type\": \"ip-src\"}")]
    public void Something_else_than_a_list_of_attributes_does_not_vanish(string attributes)
    {
        ParseResult result = Parse(new MispParser(new MispParserOptions(), BotServices.Default), "", $$$"""{"Event": {"id": "1", "info": "x", "Attribute": {{{attributes}}} }}""");
        Assert.Empty(result.Events);
        Assert.Single(result.Failures);
    }

    [Theory]
    [InlineData("\"www.example.com\"")]
    [InlineData("{\"a\": 1}")]
    [InlineData("7")]
    public void Something_else_than_a_list_of_names_does_not_vanish(string names)
    {
        ParseResult result = Parse(new CertStreamParser(Plain, BotServices.Default), "", $$$"""{"data": {"seen": 1767322245.5, "leaf_cert": {"all_domains": {{{names}}} } }}""");
        Assert.Empty(result.Events);
        Assert.Single(result.Failures);
    }

    private static void Check(Parser parser, string url, string text, string field, string value)
    {
        ParseResult result = Parse(parser, url, text);
        Assert.True(result.Failures.Count == 0, result.Failures.Count == 0 ? null : result.Failures[0].Reason);
        Assert.Equal(value, Assert.Single(result.Events)[field].ToString());
    }

    private static ParseResult Parse(Parser parser, string url, string text)
    {
        var report = new Report(Encoding.UTF8.GetBytes(text), Schema.Default);
        if (url.Length > 0)
            report[Fields.Feed.Url] = url;
        return parser.Parse(report);
    }
}
