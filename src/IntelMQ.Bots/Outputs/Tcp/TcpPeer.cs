using System.Globalization;
using System.Net.Sockets;

namespace IntelMQ.Bots.Outputs;

/// <summary>A connection to the other side of a <see cref="TcpOutput"/>. Every wait has an end.</summary>
internal sealed class TcpPeer : IDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RestTime = TimeSpan.FromSeconds(1);

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly byte[] _answer = new byte[2];

    private TcpPeer(TcpClient client, string name, TimeProvider time)
    {
        _client = client;
        _stream = client.GetStream();
        _name = name;
        _time = time;
    }

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">The other side does not answer, or refuses.</exception>
    public static async ValueTask<TcpPeer> ConnectAsync(string host, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        var client = new TcpClient { NoDelay = true };
        using var limit = new CancellationTokenSource(ConnectTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await client.ConnectAsync(host, port, either.Token).ConfigureAwait(false);
            return new TcpPeer(client, name, time);
        }
        catch (Exception exception)
        {
            client.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException(exception is SocketException ? $"{name} cannot be reached: {exception.Message}." : $"{name} does not answer.", exception);
        }
    }

    /// <summary>Sends bytes.</summary>
    /// <exception cref="IOException">The connection is broken, or the other side takes nothing.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        => await LimitAsync(token => WriteAllAsync(bytes, token), AnswerTime, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads the answer to one event: whether it is exactly <c>Ok</c>.</summary>
    /// <exception cref="IOException">The connection is broken, or there is no answer in time.</exception>
    public async ValueTask<bool> IsOkAsync(CancellationToken cancellationToken)
    {
        int read = await LimitAsync(token => _stream.ReadAsync(_answer, token), AnswerTime, cancellationToken).ConfigureAwait(false);
        if (read == 0)
            throw new IOException($"{_name} closed the connection.");
        if (read == 1)
        {
            // An answer may come in two parts; half of one is none.
            using var rest = new CancellationTokenSource(RestTime, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(rest.Token, cancellationToken);
            try
            {
                read += await _stream.ReadAsync(_answer.AsMemory(1), either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
            }
        }

        return read == 2 && _answer.AsSpan().SequenceEqual("Ok"u8);
    }

    /// <summary>Leaves out what came that nobody asked for.</summary>
    public void Drain()
    {
        Span<byte> rest = stackalloc byte[256];
        while (_client.Connected && _stream.DataAvailable && _stream.Read(rest) > 0)
        {
        }
    }

    public void Dispose() => _client.Dispose();

    private async ValueTask<int> WriteAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes.Length;
    }

    private async ValueTask<int> LimitAsync(Func<CancellationToken, ValueTask<int>> work, TimeSpan time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(time, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{_name} did not answer within {time.TotalSeconds:0} seconds."), exception);
        }
    }
}
