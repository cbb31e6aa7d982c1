// A pipeline as a service: configuration from appsettings.json, health, metrics and traces, and a stop that loses nothing.
//
//   dotnet run --project samples/WorkerHost [-- --IntelMQ:CollectInterval=00:00:30]

using CustomBot;
using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using WorkerHost;

// The settings are those beside the program, wherever it is called from; paths in them are seen from the folder of the call.
HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });

// #region pipeline
builder.Services.AddSingleton(CustomFields.AddTo(Schema.Default));
// Runs with the host, under the health check "intelmq"; its meter and spans are OpenTelemetry's below.
builder.Services.AddIntelMQ(builder.Configuration.GetSection("IntelMQ"), new BotCatalog().Add(StandardBots.All).Add(CustomBots.All))
    .AddHostedPipeline(static options => options.StopsHostWhenDone = true);
// A stop waits for the work that was begun, which takes up to PipelineOptions.StopTimeout.
builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromMinutes(1));
// #endregion

// #region telemetry
builder.Services.AddSingleton<IHealthCheckPublisher, HealthLog>();
builder.Services.AddOpenTelemetry()
    .WithMetrics(static metrics => metrics.AddConsoleExporter())
    .WithTracing(static traces => traces.AddConsoleExporter());
// #endregion

// #region run
IHost host;
try
{
    builder.Services.AddBroker(builder.Configuration);
    host = builder.Build();
    // Everything that is wrong with the configuration is said here, before anything runs.
    host.Services.GetRequiredService<Pipeline>();
}
catch (PipelineConfigurationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

await host.RunAsync();
return Environment.ExitCode;
// #endregion
