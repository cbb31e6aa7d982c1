using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Core.Tests.Bots;

/// <summary>A DNS server on the loopback address, over UDP and TCP, whose answers are a function of the question.</summary>
internal sealed class LoopbackDns : IAsyncDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<byte[], bool, IEnumerable<byte[]>> _answer;
    private readonly Task _serving;

    /// <param name="answer">From a question, and whether it came over TCP, to the messages sent back.</param>
    public LoopbackDns(Func<byte[], bool, IEnumerable<byte[]>> answer)
    {
        _answer = answer;
        // The same number for both; another process may have one of them.
        while (true)
        {
            var tcp = new TcpListener(IPAddress.Loopback, 0);
            tcp.Start();
            try
            {
                _udp.Bind(tcp.LocalEndpoint);
                _tcp = tcp;
                break;
            }
            catch (SocketException)
            {
                tcp.Dispose();
            }
        }

        Server = (IPEndPoint)_tcp.LocalEndpoint;
        _serving = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    public IPEndPoint Server { get; }

    public int Questions { get; private set; }

    /// <summary>An answer with records, each of which is an owner (null for the name asked), a type and data.</summary>
    public static byte[] Answer(byte[] query, int code, params (byte[]? Owner, ushort Type, byte[] Data)[] records)
    {
        var answer = new List<byte>(query) { [2] = 0x81, [3] = (byte)(0x80 | code) };
        answer[7] = (byte)records.Length;
        foreach ((byte[]? owner, ushort type, byte[] data) in records)
        {
            answer.AddRange(owner ?? [0xC0, 12]);
            answer.AddRange([(byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data]);
        }

        return [.. answer];
    }

    /// <summary>A name as labels.</summary>
    public static byte[] Name(string name)
        => [.. name.Split('.').SelectMany(static label => (byte[])[(byte)label.Length, .. System.Text.Encoding.ASCII.GetBytes(label)]), 0];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _udp.Dispose();
        _tcp.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        byte[] buffer = new byte[512];
        try
        {
            while (true)
            {
                SocketReceiveFromResult received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stopping.Token);
                Questions++;
                foreach (byte[] answer in _answer(buffer[..received.ReceivedBytes], false))
                    await _udp.SendToAsync(answer, received.RemoteEndPoint, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test ended.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _tcp.AcceptTcpClientAsync(_stopping.Token);
                NetworkStream stream = client.GetStream();
                byte[] length = new byte[2];
                await stream.ReadExactlyAsync(length, _stopping.Token);
                byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, _stopping.Token);
                foreach (byte[] answer in _answer(query, true))
                    await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test ended.
        }
    }
}
