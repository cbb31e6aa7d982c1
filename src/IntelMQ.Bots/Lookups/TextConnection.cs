using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Bots.Lookups;

/// <summary>Connections to services that are sent lines and answer until they close.</summary>
internal static class TextConnection
{
    public static async Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(host, port), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads to the end.</summary>
    /// <exception cref="LookupException">There is more than allowed.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, string service, int maxBytes, CancellationToken cancellationToken)
    {
        var answer = new ArrayBufferWriter<byte>(4096);
        while (await stream.ReadAsync(answer.GetMemory(4096), cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            answer.Advance(count);
            if (answer.WrittenCount > maxBytes)
                throw new LookupException($"The answer of {service} is larger than {maxBytes >> 20} MiB.");
        }

        return answer.WrittenSpan.ToArray();
    }
}
