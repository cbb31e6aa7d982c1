using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>Where and how a host takes commands.</summary>
public sealed record ControlEndpointOptions
{
    /// <summary>The host's state folder: in its folder <c>control</c> others find the endpoint.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The address; <see langword="null"/> for a socket in the state folder.</summary>
    public ControlAddress? Address { get; init; }

    /// <summary>The largest request, in bytes.</summary>
    public long MaxRequestBytes { get; init; } = 16 << 20;

    /// <summary>The most connections at a time.</summary>
    public int MaxConnections { get; init; } = 64;

    /// <summary>Where defects are logged.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;
}
