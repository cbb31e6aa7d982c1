// A dashboard with a pipeline that always has something to do: dotnet run --project samples/Dashboard, then open the address that it tells.

using DashboardSample;
using IntelMQ.Bots;
using IntelMQ.Dashboard;
using IntelMQ.Hosting.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

string address = args.Length > 0 ? args[0] : "http://127.0.0.1:8080";
using var demo = new DemoFolder();
WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.WebHost.UseUrls(address);
WebApplication app = builder.Build();
CancellationToken stopping = app.Lifetime.ApplicationStopping;

// #region map
await using IntelMQHost host = await IntelMQHost.OpenAsync(
    new IntelMQHostOptions
    {
        ConfigurationFolder = demo.Configuration,
        StateFolder = demo.State,
        Bots = new BotCatalog().Add(StandardBots.All),
    },
    stopping);
app.MapIntelMQ("/", new DashboardOptions
{
    Host = host,
    // For one's own machine: whoever reaches the address may operate the bots.
    Access = DashboardAccess.Anyone,
    AnyoneRole = DashboardRole.Operator,
});
// #endregion

await Task.WhenAll(app.RunAsync(), host.RunAsync(stopping), demo.FillAsync(TimeProvider.System, stopping));
