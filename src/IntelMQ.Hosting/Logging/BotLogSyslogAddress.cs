using System.Globalization;
using System.Net.Sockets;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Logging;

/// <summary>Where <c>logging_syslog</c> says that log lines go: the path of a Unix socket, or a host with its port.</summary>
/// <param name="Path">The Unix socket; <see langword="null"/> where a host is meant.</param>
/// <param name="Host">The host.</param>
/// <param name="Port">Its port.</param>
internal sealed record BotLogSyslogAddress(string? Path, string Host, int Port)
{
    private const int UsualPort = 514;

    /// <summary>IntelMQ's default.</summary>
    public static BotLogSyslogAddress Usual { get; } = new("/dev/log", "", 0);

    /// <summary>Reads <c>logging_syslog</c>: a text is a socket's path, a list a host and a port.</summary>
    /// <returns><see langword="null"/> where it is neither.</returns>
    public static BotLogSyslogAddress? Of(DocumentNode? node) => node switch
    {
        null or { Kind: DocumentKind.Null } => Usual,
        { Kind: DocumentKind.Text, Text: ['/', ..] path } => new BotLogSyslogAddress(path, "", 0),
        { Kind: DocumentKind.List, Items: [{ IsScalar: true, Text.Length: > 0 } host] } => new BotLogSyslogAddress(null, host.Text, UsualPort),
        { Kind: DocumentKind.List, Items: [{ IsScalar: true, Text.Length: > 0 } host, { IsScalar: true } port] }
            when int.TryParse(port.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 65535 => new BotLogSyslogAddress(null, host.Text, number),
        _ => null,
    };

    /// <summary>Opens a socket to it.</summary>
    /// <exception cref="SocketException">It is not there, or its name is not known.</exception>
    public Socket Connect()
    {
        var socket = Path is null ? new Socket(SocketType.Dgram, ProtocolType.Udp) : new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            if (Path is null)
                socket.Connect(Host, Port);
            else
                socket.Connect(new UnixDomainSocketEndPoint(Path));
            // A server that does not read must not hold a bot up.
            socket.SendTimeout = 100;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
