using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Bots.Collectors;

/// <summary>Opens the sockets that others connect to.</summary>
internal static class ListeningSocket
{
    private const int Backlog = 128;

    /// <summary>Opens a TCP port.</summary>
    /// <param name="bot">Which bot, for complaints.</param>
    /// <param name="address">The local address; a host name is resolved.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="BotConfigurationException">It cannot be opened.</exception>
    public static async ValueTask<Socket> OpenTcpAsync(string bot, string address, int port, CancellationToken cancellationToken)
        => await OpenAsync(bot, address, port, SocketType.Stream, ProtocolType.Tcp, cancellationToken).ConfigureAwait(false);

    /// <summary>Opens a UDP port.</summary>
    /// <inheritdoc cref="OpenTcpAsync"/>
    public static async ValueTask<Socket> OpenUdpAsync(string bot, string address, int port, CancellationToken cancellationToken)
        => await OpenAsync(bot, address, port, SocketType.Dgram, ProtocolType.Udp, cancellationToken).ConfigureAwait(false);

    /// <summary>Opens a Unix socket; what an earlier process left in its place goes.</summary>
    /// <param name="bot">Which bot, for complaints.</param>
    /// <param name="path">Its path.</param>
    /// <param name="mode">Who may use it.</param>
    /// <exception cref="BotConfigurationException">It cannot be opened.</exception>
    public static Socket OpenUnix(string bot, string path, UnixFileMode mode)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (IsLeftOver(path))
                File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, mode);
            // Nobody can connect before this, so nobody does with other rights.
            socket.Listen(Backlog);
            return socket;
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            socket.Dispose();
            throw new BotConfigurationException(bot, [$"the socket '{path}' cannot be opened: {exception.Message.TrimEnd('.')}."]);
        }
    }

    private static async ValueTask<Socket> OpenAsync(string bot, string address, int port, SocketType type, ProtocolType protocol, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            if (!IPAddress.TryParse(address, out IPAddress? local))
                local = (await Dns.GetHostAddressesAsync(address, cancellationToken).ConfigureAwait(false))[0];
            socket = new Socket(local.AddressFamily, type, protocol);
            socket.Bind(new IPEndPoint(local, port));
            if (type == SocketType.Stream)
                socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            throw new BotConfigurationException(bot, [string.Create(CultureInfo.InvariantCulture, $"the port {address}:{port} cannot be opened: {exception.Message}.")]);
        }
    }

    // A socket that nobody listens to; other files stay, and so does that of a process that runs.
    private static bool IsLeftOver(string path)
    {
        if (!File.Exists(path) || new FileInfo(path) is not { Length: 0 })
            return false;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }
}
