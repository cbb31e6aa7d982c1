using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kills.Mails;

/// <summary>A mail server that counts the mails that it has taken, by Message-ID, and now and then ends after a mail's data without an answer, with or without the mail.</summary>
internal sealed class MailSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly Random _random;
    private readonly double _deaths;

    public MailSink(int seed, double deaths)
    {
        (_random, _deaths) = (new Random(seed), deaths);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often each mail was taken.</summary>
    public ConcurrentDictionary<string, int> Taken { get; } = new(StringComparer.Ordinal);

    /// <summary>How many mails have come, whether taken or not.</summary>
    public int Seen;

    /// <summary>How often it ended after a mail's data.</summary>
    public int Deaths;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                await using (stream.ConfigureAwait(false))
                {
                    using var reader = new StreamReader(stream, Encoding.Latin1);
                    await SayAsync(stream, "220 sink").ConfigureAwait(false);
                    while (await reader.ReadLineAsync(_end.Token).ConfigureAwait(false) is { } line)
                    {
                        string verb = line.Split(' ')[0].ToUpperInvariant();
                        if (verb == "DATA")
                        {
                            await SayAsync(stream, "354 go on").ConfigureAwait(false);
                            string id = await ReadAsync(reader).ConfigureAwait(false);
                            Interlocked.Increment(ref Seen);
                            (bool isTaken, bool isAnswered) = Decide();
                            if (isTaken)
                                Taken.AddOrUpdate(id, 1, static (_, count) => count + 1);
                            if (!isAnswered)
                                return;
                        }

                        await SayAsync(stream, verb == "EHLO" ? "250-sink\r\n250 8BITMIME" : verb == "QUIT" ? "221 bye" : "250 fine").ConfigureAwait(false);
                        if (verb == "QUIT")
                            return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
            }
        }
    }

    private (bool IsTaken, bool IsAnswered) Decide()
    {
        lock (_random)
        {
            if (_random.NextDouble() >= _deaths)
                return (true, true);
            Deaths++;
            return (_random.Next(2) == 0, false);
        }
    }

    // A mail that breaks off is none: only its last line says that it is whole.
    private async Task<string> ReadAsync(StreamReader reader)
    {
        string id = "";
        while (await reader.ReadLineAsync(_end.Token).ConfigureAwait(false) is { } line)
        {
            if (line == ".")
                return id;
            if (line.StartsWith("Message-Id: ", StringComparison.OrdinalIgnoreCase))
                id = line["Message-Id: ".Length..].Trim('<', '>', ' ');
        }

        throw new IOException("The mail broke off.");
    }

    private async Task SayAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text + "\r\n"), _end.Token).ConfigureAwait(false);
}
