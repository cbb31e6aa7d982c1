// Uses a type of each package as far as that goes without a server: what is packed has its native parts and what it depends on.

using System.Data.Common;
using AllPackages;
using IntelMQ.Azure;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Dashboard.Access;
using IntelMQ.Formats;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Kafka;
using IntelMQ.Mail;
using IntelMQ.Mail.Outputs;
using IntelMQ.Misp;
using IntelMQ.Misp.Outputs;
using IntelMQ.MongoDb;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Pipelines;
using IntelMQ.PostgreSql;
using IntelMQ.RabbitMq;
using IntelMQ.RabbitMq.Amqp;
using IntelMQ.Redis;
using IntelMQ.S3;
using IntelMQ.Sqlite;

BotDescriptor[] bots = [.. StandardBots.All, .. AzureBots.All, .. KafkaBots.All, .. MailBots.All, .. MispBots.All, .. MongoDbBots.All, .. RabbitMqBots.All, .. RedisBots.All, .. S3Bots.All];
string folder = Directory.CreateTempSubdirectory("intelmq-packages").FullName;
var services = new BotServices { Databases = new Dictionary<string, DbProviderFactory> { ["sqlite"] = SqliteDriver.Instance } };

await using (var broker = new SqliteBroker(new SqliteBrokerOptions { Path = Path.Combine(folder, "queues.db") }))
{
    File.Copy(Path.Combine(AppContext.BaseDirectory, "ipblocklist.json"), Path.Combine(folder, "ipblocklist.json"));
    await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker, Services = services }, p => p
        .Collect(new FileCollector(new FileCollectorOptions { Path = folder, Postfix = ".json", MinimumAge = TimeSpan.Zero }))
        .Parse(new FeodoTrackerParser(new()))
        .Output(s => new SqlOutput(new SqlOutputOptions { Engine = "sqlite", Database = Path.Combine(folder, "events.db"), CreateTable = true }, s)));
    PipelineResult result = await pipeline.RunAsync(CancellationToken.None);
    Console.WriteLine($"Sqlite: {result.Counters.Stored} stored, {result.Counters.Failed} failed");
}

using (DbConnection connection = PostgreSqlDriver.Instance.CreateConnection()!)
    Console.WriteLine($"PostgreSql: {connection.GetType().Name}");

await using (var broker = new RedisBroker(new RedisBrokerOptions()))
    Console.WriteLine($"Redis: {broker.Traits.HasFlag(BrokerTraits.Shared)}");

await Use(new AmqpCollector(new AmqpCollectorOptions { QueueName = "events" }));
await Use(new SmtpOutput(new SmtpOutputOptions()));
await Use(new MispFeedOutput(new MispFeedOutputOptions { OutputDir = Path.Combine(folder, "feed"), MispOrgName = "Example", MispOrgUuid = "b89da4c2-0f74-11ea-96a1-6fa873a0eb4d" }));
await Use(new MongoDbOutput(new MongoDbOutputOptions { Host = "localhost", Database = "intelmq", Collection = "events" }));
await Use(new AzureCollector(new AzureCollectorOptions { ContainerName = "feeds", ConnectionString = new Secret("UseDevelopmentStorage=true") }));

await Use(new S3Output(new S3OutputOptions { Connection = { Bucket = "events" } }));

Console.WriteLine($"Formats: {Ecs.Format.Name}");
Console.WriteLine($"Notifications: {(ContactObject.TryParse("as64496", out ContactObject? about) ? about.Text : "nothing")}");

// Loads the client's native library.
var kafka = new KafkaCollector(new KafkaCollectorOptions { Topic = ["events"] });
await kafka.StartAsync(CancellationToken.None);
await Use(kafka);

RuntimeConfiguration configuration = RuntimeConfiguration.Parse(Definitions.Runtime, "runtime.yaml", new Dictionary<string, string>());
Console.WriteLine($"Hosting: {configuration.Bots.Count} bots; {string.Join(", ", configuration.Bots.Select(static bot => bot.SourceQueue))}");
Console.WriteLine($"all: {(bots.Any(static bot => bot.Module == "intelmq.bots.outputs.amqptopic.output") ? "the catalogue has them" : "the catalogue lacks one")}");
Console.WriteLine($"Dashboard: {Passwords.Verify("a password", Passwords.Hash("a password"))}");
Directory.Delete(folder, recursive: true);

static async Task Use(Bot bot)
{
    await using (bot)
        Console.WriteLine($"{bot.GetType().Namespace!.Split('.')[1]}: {bot.GetType().Name}");
}
