using System.Net;
using System.Security.Cryptography;
using IntelMQ.Dashboard;
using IntelMQ.Dashboard.Access;
using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;
using IntelMQ.Records;
using IntelMQ.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Tool.Web;

/// <summary>The dashboard of a host that runs in this process; its users, tokens and audit log are in a file of the state folder.</summary>
internal sealed partial class WebDashboard : IAsyncDisposable
{
    private const string FirstUser = "admin";

    private readonly WebApplication _application;
    private readonly SqliteBroker _file;

    private WebDashboard(WebApplication application, SqliteBroker file)
    {
        _application = application;
        _file = file;
    }

    /// <summary>Where it is.</summary>
    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Begins to serve. Where there is no user yet, one is made and its password told, once.</summary>
    /// <exception cref="IOException">The address or the file cannot be used.</exception>
    public static async Task<WebDashboard> StartAsync(IntelMQHost host, IPEndPoint address, OutsidePolicy outside, bool takesChangesByGet, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        ILogger log = logs.CreateLogger("IntelMQ.Dashboard");
        var file = new SqliteBroker(new SqliteBrokerOptions { Path = Path.Combine(Path.GetFullPath(host.StateFolder), "dashboard.db"), Time = host.Time, Logs = logs });
        WebApplication? application = null;
        try
        {
            await AddFirstUserAsync(file.Records.Users, cancellationToken).ConfigureAwait(false);
            // An empty builder: neither variables of the environment nor files decide where it listens.
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
            builder.Services.AddSingleton(logs);
            builder.Services.AddRoutingCore();
            builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
            {
                server.AddServerHeader = false;
                server.Limits.MaxConcurrentConnections = 256;
                server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
                server.Listen(address);
            });
            application = builder.Build();
            application.MapIntelMQ("/", new DashboardOptions { Host = host, Records = file.Records, Access = DashboardAccess.Users, Outside = outside, AllowsChangesByGet = takesChangesByGet });
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            var dashboard = new WebDashboard(application, file);
            LogAddress(log, dashboard.Address);
            if (!IPAddress.IsLoopback(address.Address))
                LogClear(log);
            return dashboard;
        }
        catch (Exception exception)
        {
            if (application is not null)
                await application.DisposeAsync().ConfigureAwait(false);
            await file.DisposeAsync().ConfigureAwait(false);
            if (exception is IOException or OperationCanceledException)
                throw;
            throw new IOException($"The dashboard cannot be offered at {address}: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task AddFirstUserAsync(IUserStore users, CancellationToken cancellationToken)
    {
        if ((await users.ListAsync(cancellationToken).ConfigureAwait(false)).Count > 0)
            return;
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        await users.SaveAsync(new User(FirstUser, "admin") { PasswordHash = Passwords.Hash(password) }, cancellationToken).ConfigureAwait(false);
        await Console.Error.WriteLineAsync($"The dashboard has no user yet. The first one: {FirstUser}, password {password} (shown once).").ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 511, Level = LogLevel.Information, Message = "The dashboard is at {Address}.")]
    private static partial void LogAddress(ILogger log, Uri address);

    [LoggerMessage(EventId = 512, Level = LogLevel.Warning, Message = "The dashboard is reached without TLS from other machines: put a proxy with TLS before it.")]
    private static partial void LogClear(ILogger log);

    // Signals are the program's.
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
