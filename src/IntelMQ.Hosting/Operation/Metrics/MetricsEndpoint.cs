using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Operation;

/// <summary>
/// Offers, for reading only: <c>/metrics</c> in Prometheus' format, <c>/live</c> (200 while the pipeline runs, for probes of containers) and
/// <c>/health</c> (503 also while an alert is raised that nobody has acknowledged).
/// </summary>
internal sealed class MetricsEndpoint : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HostWatch _watch;

    private MetricsEndpoint(WebApplication server, HostWatch watch)
    {
        _server = server;
        _watch = watch;
    }

    /// <summary>Where it is.</summary>
    public Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <exception cref="IOException">The address cannot be used.</exception>
    public static async Task<MetricsEndpoint> StartAsync(HostWatch watch, IPEndPoint address, ILogger log, CancellationToken cancellationToken)
    {
        // An empty builder: neither variables of the environment nor files decide where it listens.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = 0;
            server.Limits.MaxConcurrentConnections = 32;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            server.Listen(address);
        });
        WebApplication built = builder.Build();
        var endpoint = new MetricsEndpoint(built, watch);
        built.Run(endpoint.AnswerAsync);
        try
        {
            await built.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await built.DisposeAsync().ConfigureAwait(false);
            throw exception as IOException ?? new IOException($"Metrics cannot be offered at {address}: {exception.Message}", exception);
        }

        OperationLog.Offers(log, endpoint.Address.ToString());
        return endpoint;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        switch (context.Request.Path.Value)
        {
            case "/metrics":
                HostSample sample = await _watch.SampleAsync(context.RequestAborted).ConfigureAwait(false);
                await WriteAsync(context, StatusCodes.Status200OK, PrometheusText.ContentType, PrometheusText.Write(sample, _watch.Alerts.Active)).ConfigureAwait(false);
                break;
            case "/live":
                HostSample now = await _watch.SampleAsync(context.RequestAborted).ConfigureAwait(false);
                // Queues that cannot be reached come back: to start the process anew would not help.
                bool isLive = now.Status is null or { IsRunning: true };
                await WriteAsync(context, isLive ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, "text/plain", isLive ? "running\n" : "not running\n").ConfigureAwait(false);
                break;
            case "/health":
                HostSample health = await _watch.SampleAsync(context.RequestAborted).ConfigureAwait(false);
                Alert[] open = [.. _watch.Alerts.Active.Where(alert => !alert.IsAcknowledged(health.Time))];
                bool isHealthy = health.Status is { IsRunning: true } && open.Length == 0;
                await WriteAsync(context, isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, "application/json", Health(isHealthy, open)).ConfigureAwait(false);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static string Health(bool isHealthy, Alert[] alerts)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("status", isHealthy ? "healthy" : "unhealthy");
            writer.WriteStartArray("alerts");
            foreach (Alert alert in alerts)
            {
                writer.WriteStartObject();
                writer.WriteString("key", alert.Key);
                writer.WriteString("text", alert.Text);
                writer.WriteString("since", alert.Since.ToString("O", CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    // Signals are the program's.
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
