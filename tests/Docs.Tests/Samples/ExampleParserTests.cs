// #region tests
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace ExampleFeed;

public sealed class ExampleParserTests
{
    [Fact]
    public async Task An_ordinary_row_becomes_an_event()
    {
        BotRun run = await BotHarness.RunAsync(new ExampleParser(), "ip,asn,seen,sensor\n192.0.2.7,AS64496,28.11.2026 08:15,honeypot-3\n");

        Assert.Equal(64496, run.Event[Fields.Source.Asn]);
        Assert.Equal("honeypot-3", run.Event["extra.sensor"].ToString());
        Assert.Empty(run.Failures);
    }

    [Fact]
    public async Task A_broken_row_is_one_failure_and_the_others_go_on()
    {
        BotRun run = await BotHarness.RunFileAsync(new ExampleParser(), "example.csv");

        Assert.Equal(2, run.Events.Count);
        Assert.Equal("line 4: source.ip (from ip) is not an IP address: 'not an address'.", Assert.Single(run.Failures).ToString());
    }

    // #region snapshot
    [Fact]
    public async Task The_sample_gives_these_events()
        => Snapshot.Verify(await BotHarness.RunFileAsync(new ExampleParser(), "example.csv"));
    // #endregion

    [Fact]
    public Task The_parser_keeps_the_rules_of_all_bots() => BotConformance.AssertAsync(_ => new ExampleParser());
}
// #endregion
