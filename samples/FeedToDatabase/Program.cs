// A feed of the catalogue is fetched over HTTP, parsed, classified, and stored in a file of SQLite; then the file is asked.
//
//   dotnet run --project samples/FeedToDatabase [-- --database FILE]
//
// The feed's server is played by the sample, so that nothing has to be reached: without From() the provider's own is asked.

using System.Data.Common;
using FeedToDatabase;
using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Feeds;
using IntelMQ.Bots.Outputs;
using IntelMQ.Failures;
using IntelMQ.Http;
using IntelMQ.Pipelines;
using IntelMQ.Sqlite;

string database = Path.GetFullPath(args is ["--database", var file, ..] ? file : Path.Combine("artifacts", "feed-to-database", "events.db"));
Directory.CreateDirectory(Path.GetDirectoryName(database)!);
File.Delete(database);

await using var server = FeedServer.Start(Path.Combine(AppContext.BaseDirectory, "feed", "ipblocklist.json"));
using var connections = new HttpConnections();

// #region pipeline
Feed feed = new FeedCatalog(new BotCatalog().Add(StandardBots.All))["Abuse.ch", "Feodo Tracker"].From(server.Url).Once();
var failures = new MemoryFailureStore();
var options = new PipelineOptions
{
    Failures = failures,
    Services = new BotServices
    {
        Http = connections,
        Databases = new Dictionary<string, DbProviderFactory> { ["sqlite"] = SqliteDriver.Instance },
    },
};
await using Pipeline pipeline = Pipeline.Create(options, p => p
    .Collect(feed)
    .Expert(new TaxonomyExpert())
    .Output(s => new SqlOutput(new SqlOutputOptions { Engine = "sqlite", Database = database, CreateTable = true }, s)));
PipelineResult result = await pipeline.RunAsync(CancellationToken.None);
// #endregion

foreach (Exception error in result.CollectorErrors.Values)
    Console.Error.WriteLine(error.Message);
EventTable.Print(database, Console.Out);
await foreach (StoredFailure failure in failures.ReadAsync(CancellationToken.None))
    Console.WriteLine($"not stored: {failure.Failure}");
return result.IsComplete ? 0 : 1;
