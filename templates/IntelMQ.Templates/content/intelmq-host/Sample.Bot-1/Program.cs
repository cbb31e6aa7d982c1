using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Schemas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Settings and feeds are those beside the program, wherever it is started.
Environment.CurrentDirectory = AppContext.BaseDirectory;
HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);

// The pipeline is in appsettings.json; a bot of your own is added to the catalogue by its list, or by [.. StandardBots.All, MyParser.Descriptor].
builder.Services.AddIntelMQ(builder.Configuration.GetSection("IntelMQ"), new BotCatalog().Add(StandardBots.All))
    .AddHostedPipeline(options => options.StopsHostWhenDone = builder.Configuration.GetValue("StopWhenDone", false));

// What failed is kept on disk, and can be replayed.
builder.Services.AddSingleton<IFailureStore>(static provider => FileFailureStore.Open(
    new FileFailureStoreOptions { Folder = "failures" },
    Schema.Default,
    TimeProvider.System,
    provider.GetRequiredService<ILogger<FileFailureStore>>()));

await builder.Build().RunAsync();
return Environment.ExitCode;
