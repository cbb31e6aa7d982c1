using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Bots.Stomp;

/// <summary>A connection to a STOMP broker, over TLS. Gives signs of life on its own; one caller at a time.</summary>
internal sealed class StompConnection : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client;
    private readonly SslStream _stream;
    private readonly StompReader _reader;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Utf8Buffer _buffer = new(4096);
    private ITimer? _heartbeat;
    private TimeSpan _expected;
    private long _receipts;

    private StompConnection(TcpClient client, SslStream stream, TimeProvider time)
    {
        _client = client;
        _stream = stream;
        _reader = new StompReader(stream);
        _time = time;
    }

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="IOException">The broker does not answer, its certificate is not trusted, or it refuses the login.</exception>
    public static async ValueTask<StompConnection> ConnectAsync(StompSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{settings.Server}:{settings.Port}");
        var client = new TcpClient { NoDelay = true };
        SslStream? stream = null;
        using var limit = new CancellationTokenSource(AnswerTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await client.ConnectAsync(settings.Server, settings.Port, either.Token).ConfigureAwait(false);
            stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(TlsOf(settings), either.Token).ConfigureAwait(false);
            var connection = new StompConnection(client, stream, time);
            await connection.LogInAsync(settings, either.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or OperationCanceledException or CryptographicException)
        {
            if (stream is not null)
                await stream.DisposeAsync().ConfigureAwait(false);
            client.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"{name} cannot be used: {(exception is OperationCanceledException ? "it does not answer" : exception.Message.TrimEnd('.'))}.", exception);
        }
    }

    /// <summary>Sends frames, and waits until the broker has taken them all.</summary>
    /// <exception cref="IOException">The connection breaks, or the broker refuses a frame.</exception>
    public async ValueTask SendAsync(IEnumerable<StompFrame> frames, CancellationToken cancellationToken)
    {
        string receipt = (++_receipts).ToString(CultureInfo.InvariantCulture);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _buffer.Clear();
            // A broker answers in order: what confirms the last frame confirms those before it.
            StompFrame? last = null;
            foreach (StompFrame frame in frames)
            {
                last?.WriteTo(_buffer);
                last = frame;
            }

            if (last is null)
                return;
            (last with { Headers = [.. last.Headers, new("receipt", receipt)] }).WriteTo(_buffer);
            await LimitAsync(_stream.WriteAsync(_buffer.WrittenMemory, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }

        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } answer)
        {
            if (answer.Command == "RECEIPT" && answer["receipt-id"] == receipt)
                return;
        }
    }

    /// <summary>Sends a frame; what the broker says of it comes with what is received.</summary>
    /// <exception cref="IOException">The connection breaks.</exception>
    public async ValueTask SendAsync(StompFrame frame, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _buffer.Clear();
            frame.WriteTo(_buffer);
            await LimitAsync(_stream.WriteAsync(_buffer.WrittenMemory, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Receives the next frame, for as long as it takes.</summary>
    /// <exception cref="IOException">
    /// The connection ends or breaks, the broker refuses something, or it gives no sign of life in three times the time that was agreed on.
    /// </exception>
    public async ValueTask<StompFrame> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        if (_expected > TimeSpan.Zero)
        {
            _reader.Sign = () => silence.CancelAfter(_expected * 3);
            _reader.Sign();
        }

        try
        {
            return Check(await _reader.ReadAsync(either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The broker gives no sign of life.", exception);
        }
        finally
        {
            _reader.Sign = null;
        }
    }

    /// <summary>Says goodbye and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_heartbeat is not null)
            await _heartbeat.DisposeAsync().ConfigureAwait(false);
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time);
            await _writing.WaitAsync(limit.Token).ConfigureAwait(false);
            await _stream.WriteAsync("DISCONNECT\n\n\0"u8.ToArray(), limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It is closed in any case.
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
        _writing.Dispose();
    }

    private static SslClientAuthenticationOptions TlsOf(StompSettings settings)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.Server,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (settings.CaFile.Length > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(settings.CaFile);
            options.CertificateChainPolicy = policy;
        }

        if (settings.CertificateFile is not null)
        {
            using var pem = X509Certificate2.CreateFromPemFile(settings.CertificateFile, settings.KeyFile);
            // Windows wants the key in a form of its own.
            options.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
        }

        return options;
    }

    private async ValueTask LogInAsync(StompSettings settings, CancellationToken cancellationToken)
    {
        string beat = settings.HeartbeatMilliseconds.ToString(CultureInfo.InvariantCulture);
        var headers = new List<KeyValuePair<string, string>>
        {
            new("accept-version", "1.1"),
            new("heart-beat", $"{beat},{beat}"),
        };
        // RabbitMQ takes it for the name of a virtual host; without it a broker has a default.
        if (!string.IsNullOrEmpty(settings.VirtualHost))
            headers.Add(new("host", settings.VirtualHost));
        if (settings.CertificateFile is null)
        {
            headers.Add(new("login", settings.Username ?? ""));
            headers.Add(new("passcode", settings.Password?.Reveal() ?? ""));
        }

        _buffer.Clear();
        new StompFrame("CONNECT", headers, default).WriteTo(_buffer);
        await _stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        StompFrame answer = await NextAsync(cancellationToken).ConfigureAwait(false);
        if (answer.Command != "CONNECTED")
            throw new IOException($"it answers {answer.Command}");
        StartHeartbeat(settings.HeartbeatMilliseconds, answer["heart-beat"]);
    }

    // The broker says how often it wants a sign of life at most; where either side says 0 there are none.
    private void StartHeartbeat(int offered, string? answer)
    {
        (string promise, string wish) = answer?.Split(',') is [var first, var second] ? (first, second) : ("0", "0");
        if (offered > 0 && int.TryParse(promise, NumberStyles.None, CultureInfo.InvariantCulture, out int promised) && promised > 0)
            _expected = TimeSpan.FromMilliseconds(Math.Max(offered, promised));
        if (offered == 0 || !int.TryParse(wish, NumberStyles.None, CultureInfo.InvariantCulture, out int wished) || wished == 0)
            return;
        TimeSpan pause = TimeSpan.FromMilliseconds(Math.Max(Math.Max(offered, wished) / 2, 100));
        _heartbeat = _time.CreateTimer(static state => ((StompConnection)state!).Beat(), this, pause, pause);
    }

    // Who is writing is giving a sign of life.
    private void Beat()
    {
        if (!_writing.Wait(0))
            return;
        try
        {
            _stream.Write("\n"u8);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever sends next meets the broken connection.
        }
        finally
        {
            _writing.Release();
        }
    }

    private async ValueTask<StompFrame> NextAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        StompFrame? frame;
        try
        {
            frame = await _reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The broker does not answer.", exception);
        }

        return Check(frame);
    }

    private static StompFrame Check(StompFrame? frame)
    {
        if (frame is null)
            throw new IOException("The broker closed the connection.");
        if (frame.Command != "ERROR")
            return frame;
        // What is behind the headline is in the body.
        string detail = Printable.Of(Encoding.UTF8.GetString(frame.Body.Span[..Math.Min(frame.Body.Length, 200)])).Trim();
        string reason = frame["message"] ?? "it does not say why";
        throw new IOException($"The broker refuses: {reason}{(detail.Length == 0 || reason.Contains(detail, StringComparison.Ordinal) ? "" : $": {detail.TrimEnd('.')}")}.");
    }

    private async ValueTask LimitAsync(ValueTask writing, CancellationToken cancellationToken)
    {
        try
        {
            await writing.AsTask().WaitAsync(AnswerTime, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new IOException("The broker takes nothing.", exception);
        }
    }
}
