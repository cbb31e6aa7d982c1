using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>Where a host takes commands: a Unix socket, or a port of a loopback address.</summary>
public sealed record ControlAddress
{
    private const string Unix = "unix:";

    private ControlAddress(string? socketPath, IPEndPoint? loopback)
    {
        SocketPath = socketPath;
        Loopback = loopback;
    }

    /// <summary>The path of the socket; <see langword="null"/> where it is a port.</summary>
    public string? SocketPath { get; }

    /// <summary>The port; <see langword="null"/> where it is a socket. Port 0 takes one that is free.</summary>
    public IPEndPoint? Loopback { get; }

    /// <summary>A Unix socket. File permissions say who may use it.</summary>
    public static ControlAddress OfSocket(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ControlAddress(Path.GetFullPath(path), null);
    }

    /// <summary>A port of a loopback address. A token says who may use it.</summary>
    /// <exception cref="ArgumentException">The address is not a loopback address.</exception>
    public static ControlAddress OfLoopback(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return IPAddress.IsLoopback(endPoint.Address) ? new ControlAddress(null, endPoint) : throw new ArgumentException($"Commands are taken from this machine only: {endPoint.Address} is no loopback address.", nameof(endPoint));
    }

    /// <summary>Reads <c>unix:PATH</c>, or <c>http://127.0.0.1:PORT</c> (also <c>[::1]</c>, <c>localhost</c>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address.</param>
    /// <param name="complaint">What is wrong with the text, as a sentence.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ControlAddress? address, [NotNullWhen(false)] out string? complaint)
    {
        (address, complaint) = (null, null);
        if (text?.StartsWith(Unix, StringComparison.Ordinal) == true && text.Length > Unix.Length && !text.Contains('\0', StringComparison.Ordinal))
            address = OfSocket(text[Unix.Length..]);
        else if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme != "http" || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || uri.IsDefaultPort)
            complaint = $"'{text}' is neither unix:PATH nor http://127.0.0.1:PORT.";
        else if (uri.IsLoopback)
            address = new ControlAddress(null, new IPEndPoint(IPAddress.TryParse(uri.IdnHost, out IPAddress? ip) ? ip : IPAddress.Loopback, uri.Port));
        else
            complaint = $"Commands are taken from this machine only: '{uri.IdnHost}' is no loopback address.";
        return address is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => SocketPath is { } path ? $"{Unix}{path}" : string.Create(CultureInfo.InvariantCulture, $"http://{Loopback}");
}
