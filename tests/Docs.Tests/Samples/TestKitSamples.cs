using System.Net;
using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Docs.Tests.Samples;

/// <summary>What the pages say about the test kit.</summary>
public sealed class TestKitSamples
{
    [Fact]
    public async Task An_expert_is_run_on_an_event()
    {
        // #region harness
        var message = new Event();
        message[Fields.Classification.Type] = ClassificationType.Scanner;

        BotRun run = await BotHarness.RunAsync(new TaxonomyExpert(), message);

        Assert.Equal("information-gathering", run.Event[Fields.Classification.Taxonomy]);   // what the event became
        Assert.Empty(run.On("filter_match"));                                               // what went out along a path
        Assert.Empty(run.Failures);                                                         // what was kept as failed
        // #endregion
    }

    // #region clock
    [Fact]
    public async Task Duplicates_pass_again_after_the_time_to_live()
    {
        using var services = new TestServices();
        var options = new DeduplicatorExpertOptions { CacheTtl = TimeSpan.FromHours(1) };
        await using BotSession session = await BotSession.StartAsync(new DeduplicatorExpert(options, services.Services), default);

        await session.SendAsync(Scan(), default);
        await session.SendAsync(Scan(), default);
        Assert.Single(session.Run.Events);

        services.Clock.Advance(TimeSpan.FromHours(1));
        await session.SendAsync(Scan(), default);
        Assert.Equal(2, session.Run.Events.Count);
    }
    // #endregion

    // #region http
    [Fact]
    public async Task A_site_that_answers_is_online()
    {
        using var services = new TestServices();
        services.Http.OnGet("https://www.example.com/login", "welcome");
        var message = new Event();
        message[Fields.Source.Url] = "https://www.example.com/login";

        BotRun run = await BotHarness.RunAsync(s => new HttpStatusExpert(new HttpStatusExpertOptions(), s), services, message);

        Assert.Equal("online", run.Event[Fields.Status]);
        Assert.Equal("GET https://www.example.com/login", Assert.Single(services.Http.Requests).ToString());
    }
    // #endregion

    // #region dns
    [Fact]
    public async Task An_address_gets_its_name()
    {
        using var services = new TestServices();
        services.Dns.Pointers(IPAddress.Parse("192.0.2.7"), "host-7.example.com");

        BotRun run = await BotHarness.RunAsync(s => new ReverseDnsExpert(new ReverseDnsExpertOptions(), s), services, Scan());

        Assert.Equal("host-7.example.com", run.Event[Fields.Source.ReverseDns]);
    }
    // #endregion

    // #region logs
    [Fact]
    public async Task A_quiet_bot_warns_of_nothing()
    {
        BotRun run = await BotHarness.RunAsync(_ => new TaxonomyExpert(), Scan());

        Assert.DoesNotContain(run.Logs, static entry => entry.Level >= LogLevel.Warning);
    }
    // #endregion

    // #region conformance
    [Fact]
    public Task A_bot_of_the_catalogue_keeps_the_rules_of_all_bots()
        => BotConformance.AssertAsync(new BotCatalog().Add(StandardBots.All).Get("intelmq.bots.parsers.abusech.parser_feodotracker"));

    [Fact]
    public Task A_bot_made_in_code_keeps_them_too()
        => BotConformance.AssertAsync(services => new FeodoTrackerParser(new PlainParserOptions(), services));
    // #endregion

    private static Event Scan()
    {
        var message = new Event();
        message[Fields.Source.Ip] = IPAddress.Parse("192.0.2.7");
        message[Fields.Classification.Type] = ClassificationType.Scanner;
        return message;
    }
}
