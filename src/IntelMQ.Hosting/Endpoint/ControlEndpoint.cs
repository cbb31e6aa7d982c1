using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntelMQ.Hosting.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>
/// Takes an operator's commands by HTTP: over a Unix socket that its owner alone may use, or over a port of a loopback address for whom knows the
/// token. One host lives in a state folder at a time.
/// </summary>
public sealed class ControlEndpoint : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly FileStream _lock;
    private readonly ControlFolder _folder;
    private readonly string? _temporary;

    private ControlEndpoint(WebApplication server, FileStream held, ControlFolder folder, string? temporary, ControlAddress address)
    {
        _server = server;
        _lock = held;
        _folder = folder;
        _temporary = temporary;
        Address = address;
    }

    /// <summary>Where commands are taken.</summary>
    public ControlAddress Address { get; }

    /// <summary>Begins to take commands.</summary>
    /// <param name="host">Who carries them out.</param>
    /// <param name="options">Where.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">Another host lives in the state folder, or the address cannot be used.</exception>
    public static async Task<ControlEndpoint> StartAsync(IHostControl host, ControlEndpointOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        var folder = new ControlFolder(options.StateFolder);
        FileStream held = folder.TakeLock();
        string? temporary = null;
        WebApplication? server = null;
        try
        {
            ControlAddress address = options.Address ?? folder.DefaultAddress(out temporary);
            string? token = address.Loopback is null ? null : folder.ReadOrMakeToken();
            // Its owner may be gone: who lives in the folder now has the lock.
            if (address.SocketPath is { } path && File.Exists(path))
                RemoveStale(path);
            server = Build(address, token, host, options);
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
            if (address.SocketPath is { } socket && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            address = Bound(server, address);
            folder.WriteAddress(address);
            return new ControlEndpoint(server, held, folder, temporary, address);
        }
        catch (Exception exception)
        {
            if (server is not null)
                await server.DisposeAsync().ConfigureAwait(false);
            Remove(temporary);
            await held.DisposeAsync().ConfigureAwait(false);
            throw exception is SocketException or UnauthorizedAccessException or InvalidOperationException or ArgumentException
                ? new IOException($"Commands cannot be taken at {options.Address?.ToString() ?? "a socket of the state folder"}: {exception.Message}", exception)
                : exception;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _folder.RemoveAddress();
        await _server.DisposeAsync().ConfigureAwait(false);
        Remove(_temporary);
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(ControlAddress address, string? token, IHostControl host, ControlEndpointOptions options)
    {
        // An empty builder: neither variables of the environment nor files decide where it listens.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = options.MaxRequestBytes;
            server.Limits.MaxConcurrentConnections = options.MaxConnections;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            if (address.SocketPath is { } path)
                server.ListenUnixSocket(path);
            else
                server.Listen(address.Loopback!);
        });
        WebApplication built = builder.Build();
        var handler = new ControlHandler(host, token, options.Logs.CreateLogger<ControlEndpoint>());
        built.Run(handler.HandleAsync);
        return built;
    }

    private static ControlAddress Bound(WebApplication server, ControlAddress asked)
    {
        if (asked.Loopback is not { Port: 0 } endPoint)
            return asked;
        string bound = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return ControlAddress.OfLoopback(new IPEndPoint(endPoint.Address, int.Parse(bound[(bound.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture)));
    }

    private static void RemoveStale(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new IOException($"Another process takes commands at '{path}' already.");
    }

    private static void Remove(string? temporary)
    {
        if (temporary is not null && Directory.Exists(temporary))
            Directory.Delete(temporary, recursive: true);
    }

    // The process has a life of its own: signals are the program's, and commands are taken until its bots have ended.
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
