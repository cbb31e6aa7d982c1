using ExampleFeed;
using IntelMQ.Bots;
using IntelMQ.Bots.Feeds;
using IntelMQ.Bots.Feeds.Shadowserver;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace Snippets;

/// <summary>docs/failures.md.</summary>
public static class FeedChanges
{
    public static void AColumnMore()
    {
        // #region watch
        var watch = new FeedWatch(
            new FeedWatchOptions
            {
                File = "feeds-seen.json",                                       // what is known outlives the process
                Catalog = new FeedCatalog(new BotCatalog().Add(StandardBots.All)),
                Changed = change => Console.WriteLine(change),
            },
            BotServices.Default);
        var services = new BotServices { FeedWatch = watch };                   // for the bots of a pipeline
        // #endregion

        var parser = new WatchedParser(services);
        foreach (string text in (string[])["ip,asn,seen,sensor\n192.0.2.1,64496,01.02.2026 10:00,a\n", "ip,asn,seen,sensor,port\n192.0.2.1,64496,01.02.2026 10:00,a,80\n"])
        {
            var report = new Report(System.Text.Encoding.UTF8.GetBytes(text), Schema.Default);
            report[Fields.Feed.Name] = "Example";
            parser.Parse(report);
        }
    }

    public static async Task ASchema()
    {
        using var stop = new CancellationTokenSource();
        BotServices services = BotServices.Default;

        // #region schema
        using var schemas = new ShadowserverSchemas(
            new ShadowserverSchemasOptions
            {
                File = "shadowserver-schema.json",                              // what the parsers have as schema_file
                Policy = ShadowserverSchemaPolicy.AfterALook,
                Changed = change => Console.WriteLine(change),
            },
            services);
        Task keeping = schemas.RunAsync(stop.Token);                            // asks at once, then once a day

        if (schemas.Waiting is { } difference)
        {
            foreach (string line in difference.Lines)
                Console.WriteLine(line);                                        // scan_http: new column sector
            ShadowserverSchemaTrial trial = schemas.TryOut("kept-reports", stop.Token);
            foreach ((string classification, long events) in trial.Classifications)
                Console.WriteLine($"{classification}: {events}");
            if (trial.NewFailures <= trial.OldFailures)
                schemas.Apply();                                                // and schemas.RollBack() goes back
        }
        // #endregion

        await stop.CancelAsync();
        await Task.WhenAny(keeping);
    }

    private sealed class WatchedParser(BotServices services) : CsvParser(new PlainParserOptions(), services)
    {
        public override FieldMap Map { get; } = new ExampleParser().Map;
    }
}
