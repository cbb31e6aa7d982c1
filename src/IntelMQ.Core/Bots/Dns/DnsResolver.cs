using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace IntelMQ.Bots;

/// <summary>Asks DNS servers over UDP, and over TCP where an answer is too long for that. Keeps no answers. Thread-safe.</summary>
/// <remarks>
/// Addresses of names come from the system's resolver (and so from its hosts file too) unless servers are named here; names and texts,
/// for which the system has no way, always from the servers. A name that is none has no records. Names without records are answers; a
/// server that cannot or will not answer is not, and the next one is asked.
/// </remarks>
/// <example><code>var resolver = new DnsResolver();
/// foreach (IPAddress address in await resolver.ResolveAddressesAsync("example.com"))
///     Console.WriteLine(address);</code></example>
public sealed class DnsResolver : IDnsResolver
{
    private const int Port = 53;

    private volatile IPEndPoint[]? _systemServers;

    /// <summary>The servers, asked in their order; none for those that the system is set up with.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>How long one server is waited for, each time; 5 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the servers are asked in turn; 2 by default.</summary>
    public int Tries { get; init; } = 2;

    /// <summary>The clock of time-outs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAddressesAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Servers.Count == 0)
            return await AskSystemAsync(name, cancellationToken).ConfigureAwait(false);
        var addresses = new List<IPAddress>();
        foreach (DnsRecordType type in (DnsRecordType[])[DnsRecordType.A, DnsRecordType.Aaaa])
        {
            foreach (ReadOnlyMemory<byte> data in await AskAsync(name, type, cancellationToken).ConfigureAwait(false))
            {
                if (data.Length == (type == DnsRecordType.A ? 4 : 16))
                    addresses.Add(new IPAddress(data.Span));
            }
        }

        return addresses;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ResolvePointersAsync(IPAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        IReadOnlyList<ReadOnlyMemory<byte>> records = await AskAsync(NameOf(address), DnsRecordType.Ptr, cancellationToken).ConfigureAwait(false);
        // The reader gives names as texts.
        return [.. records.Select(static record => Encoding.UTF8.GetString(record.Span))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ResolveTextsAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        IReadOnlyList<ReadOnlyMemory<byte>> records = await AskAsync(name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        return [.. records.Select(static record => DnsMessage.TextOf(record.Span))];
    }

    private static async Task<IReadOnlyList<IPAddress>> AskSystemAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return [];
        }
        catch (SocketException exception)
        {
            throw new IOException($"The system's resolver does not answer: {exception.Message}", exception);
        }
        catch (ArgumentException)
        {
            // Too long for a name.
            return [];
        }
    }

    private static string NameOf(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? $"{bytes[3]}.{bytes[2]}.{bytes[1]}.{bytes[0]}.in-addr.arpa"
            : string.Join('.', bytes.Reverse().Select(static value => $"{value & 15:x}.{value >> 4:x}")) + ".ip6.arpa";
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> AskAsync(string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        byte[]? query = DnsMessage.TryMakeQuery(name, type);
        if (query is null)
            return [];
        IPEndPoint[] servers = Servers.Count > 0 ? [.. Servers] : _systemServers ??= SystemServers();
        if (servers.Length == 0)
            throw new IOException("No DNS server is known: set DnsResolver.Servers.");
        IOException? last = null;
        for (int tries = 0; tries < Math.Max(1, Tries); tries++)
        {
            foreach (IPEndPoint server in servers)
            {
                try
                {
                    return await AskAsync(server, query, type, cancellationToken).ConfigureAwait(false);
                }
                catch (IOException exception)
                {
                    last = exception;
                }
            }
        }

        // They may have changed.
        _systemServers = null;
        throw last!;
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> AskAsync(IPEndPoint server, byte[] query, DnsRecordType type, CancellationToken cancellationToken)
    {
        // Each question has a number that nobody can guess.
        BinaryPrimitives.WriteUInt16BigEndian(query, (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1));
        using var late = new CancellationTokenSource(Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            ReadOnlyMemory<byte> answer = await AskOverUdpAsync(server, query, either.Token).ConfigureAwait(false);
            if (DnsMessage.IsTruncated(answer.Span))
                answer = await AskOverTcpAsync(server, query, either.Token).ConfigureAwait(false);
            return DnsMessage.Records(answer, query, type);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The DNS server {server} gave no answer in {Timeout.TotalSeconds:0.###} seconds.", exception);
        }
        catch (Exception exception) when (exception is SocketException or InvalidDataException or EndOfStreamException)
        {
            throw new IOException($"The DNS server {server} gave no answer that can be used: {exception.Message}", exception);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> AskOverUdpAsync(IPEndPoint server, byte[] query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // A connected socket takes answers from this server's address alone.
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(query, cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[4096];
        while (true)
        {
            int length = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            // What answers another question may be forged; the right answer may still come.
            if (DnsMessage.Answers(buffer.AsSpan(0, length), query))
                return buffer.AsMemory(0, length);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> AskOverTcpAsync(IPEndPoint server, byte[] query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        byte[] framed = [(byte)(query.Length >> 8), (byte)query.Length, .. query];
        await stream.WriteAsync(framed, cancellationToken).ConfigureAwait(false);
        byte[] length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);
        byte[] answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        return DnsMessage.Answers(answer, query) ? answer : throw new InvalidDataException("it answers another question.");
    }

    private static IPEndPoint[] SystemServers()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(static network => network.OperationalStatus != OperationalStatus.Down)
                    .SelectMany(static network => network.GetIPProperties().DnsAddresses)
                    .Distinct()
                    .Select(static address => new IPEndPoint(address, Port)),
            ];
        }
        catch (NetworkInformationException exception)
        {
            throw new IOException($"The system's DNS servers cannot be found out: {exception.Message}", exception);
        }
    }
}
