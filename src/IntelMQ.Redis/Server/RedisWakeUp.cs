using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Redis.Server;

/// <summary>
/// Has the server tell when something arrives in the queues that are read here: a connection of its own in RESP3 with broadcast tracking.
/// Where it cannot be had (an old server, a user without the right), queues are looked at now and then all the same; so it only makes things
/// faster, and nothing depends on it.
/// </summary>
internal sealed class RedisWakeUp : IAsyncDisposable
{
    // Far more than a list of names of queues.
    private const int MaxLine = 64 << 10;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly RedisBrokerOptions _options;
    private readonly Action<string> _changed;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _queues = new(StringComparer.Ordinal);
    private CancellationTokenSource? _again;
    private Task? _running;

    /// <summary>Prepares it; it begins with the first queue.</summary>
    /// <param name="options">The server.</param>
    /// <param name="changed">Called with what the changed key begins with, by one thread at a time.</param>
    public RedisWakeUp(RedisBrokerOptions options, Action<string> changed)
    {
        _options = options;
        _changed = changed;
        _log = options.Logs.CreateLogger("IntelMQ.Redis");
    }

    /// <summary>Has it tell of one more queue.</summary>
    /// <param name="queue">What its keys begin with.</param>
    public void Watch(string queue)
    {
        lock (_gate)
        {
            if (_end.IsCancellationRequested || !_queues.Add(queue))
                return;
            _again?.Cancel();
            _running ??= Task.Run(RunAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task? running;
        lock (_gate)
        {
            _end.Cancel();
            running = _running;
        }

        if (running is not null)
            await running.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        TimeSpan pause = ShortestPause;
        bool isTold = false;
        while (!_end.IsCancellationRequested)
        {
            using var again = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            string[] queues;
            lock (_gate)
            {
                _again = again;
                queues = [.. _queues];
            }

            try
            {
                using Stream stream = await ConnectAsync(again.Token).ConfigureAwait(false);
                await FollowAsync(stream, queues, () => pause = ShortestPause, again.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Another queue is watched, too, or the end.
            }
            catch (Exception exception) when (exception is IOException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                if (!isTold)
                    RedisLog.NoWakeUp(_log, exception.Message, _options.PollInterval);
                isTold = true;
                await Task.Delay(pause, _options.Time, again.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            finally
            {
                lock (_gate)
                    _again = null;
            }
        }
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = _options.SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (_options.SocketPath is { } path)
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            else
                await socket.ConnectAsync(_options.Host, _options.Port, cancellationToken).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (!_options.Tls)
                return stream;
            var encrypted = new SslStream(stream);
            await encrypted.AuthenticateAsClientAsync(RedisTls.For(_options), cancellationToken).ConfigureAwait(false);
            return encrypted;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task FollowAsync(Stream stream, string[] queues, Action settled, CancellationToken cancellationToken)
    {
        string[] hello = _options.Password is { } password ? ["HELLO", "3", "AUTH", _options.User ?? "default", password.Reveal()] : ["HELLO", "3"];
        await SendAsync(stream, hello, cancellationToken).ConfigureAwait(false);
        List<string> command = ["CLIENT", "TRACKING", "ON", "BCAST"];
        // A prefix of another one is refused, and has told of it already.
        foreach (string queue in queues.Where(queue => !Array.Exists(queues, other => other.Length < queue.Length && queue.StartsWith(other, StringComparison.Ordinal))))
            command.AddRange(["PREFIX", queue]);
        await SendAsync(stream, command, cancellationToken).ConfigureAwait(false);

        // What came before the server began to tell is looked for once.
        foreach (string queue in queues)
            _changed(queue);
        var reader = new LineReader(stream);
        bool isPush = false;
        while (true)
        {
            string line = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (line.StartsWith('-'))
                throw new IOException(line[1..]);
            if (line.StartsWith('>'))
            {
                isPush = true;
                settled();
            }
            else if (line.StartsWith('$') && int.TryParse(line.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int length))
            {
                string text = await reader.ReadAsync(length, cancellationToken).ConfigureAwait(false);
                foreach (string queue in isPush ? queues : [])
                {
                    if (text.StartsWith(queue, StringComparison.Ordinal))
                        _changed(queue);
                }
            }
        }
    }

    private static async ValueTask SendAsync(Stream stream, IReadOnlyCollection<string> command, CancellationToken cancellationToken)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{command.Count}\r\n");
        foreach (string word in command)
            text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads lines and texts of known length; refuses what is longer than anything that is asked for.</summary>
    private sealed class LineReader(Stream stream)
    {
        private readonly byte[] _buffer = new byte[MaxLine];
        private int _start;
        private int _end;

        public async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
        {
            int length;
            while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
                await FillAsync(cancellationToken).ConfigureAwait(false);
            return Take(length);
        }

        public async ValueTask<string> ReadAsync(int length, CancellationToken cancellationToken)
        {
            if (length > MaxLine - 2)
                throw new IOException("The server's answer is too long.");
            while (_end - _start < length + 2)
                await FillAsync(cancellationToken).ConfigureAwait(false);
            return Take(length);
        }

        private string Take(int length)
        {
            string text = Encoding.UTF8.GetString(_buffer, _start, length);
            _start += length + 2;
            return text;
        }

        private async ValueTask FillAsync(CancellationToken cancellationToken)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            if (_end == _buffer.Length)
                throw new IOException("The server's answer is too long.");
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                throw new IOException("The server has closed the connection.");
            _end += read;
        }
    }
}
