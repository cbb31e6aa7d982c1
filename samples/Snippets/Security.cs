using System.Net;
using System.Net.Sockets;
using IntelMQ.Bots;
using IntelMQ.Bots.Experts;

namespace Snippets;

/// <summary>docs/security.md.</summary>
public static class Security
{
    public static void AClientThatStaysOutside()
    {
        // #region client
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
                IPAddress address = Array.Find(addresses, IsPublic) ?? throw new HttpRequestException($"{context.DnsEndPoint.Host} is no public address.");
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(address, context.DnsEndPoint.Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        var services = new BotServices { Http = new HttpClient(handler) };
        var expert = new HttpStatusExpert(new HttpStatusExpertOptions(), services);
        // #endregion
        Console.WriteLine($"{expert.GetType().Name} {IsPublic(IPAddress.Parse("127.0.0.1"))} {IsPublic(IPAddress.Parse("::ffff:10.0.0.1"))} {IsPublic(IPAddress.Parse("192.0.2.7"))}");
    }

    // #region public
    private static readonly IPNetwork[] Inside = [.. ((string[])
        ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "ff00::/8"])
        .Select(IPNetwork.Parse)];

    private static bool IsPublic(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(Inside, network => network.Contains(plain));
    }
    // #endregion
}
