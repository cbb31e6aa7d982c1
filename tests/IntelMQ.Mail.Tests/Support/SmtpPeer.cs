using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntelMQ.Mail.Tests;

/// <summary>A mail server on the loopback that does what a test says: what it answers to a command, and when it breaks off.</summary>
public sealed class SmtpPeer : IAsyncDisposable
{
    /// <summary>As an answer: the connection is closed without one.</summary>
    public const string Reset = "reset";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    public SmtpPeer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gives the answer to a line, null for the usual one. <c>END</c> is the end of a mail's data.</summary>
    public Func<string, string?> Answer { get; set; } = static _ => null;

    /// <summary>What EHLO offers.</summary>
    public string[] Offers { get; set; } = ["8BITMIME"];

    public ConcurrentQueue<TakenMail> Mails { get; } = [];

    public ConcurrentQueue<string> Lines { get; } = [];

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                Connections++;
                _ = ServeAsync(client);
            }
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
                await using NetworkStream stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                if (!await SayAsync(stream, Answer("GREETING") ?? "220 tests"))
                    return;
                string from = "";
                var to = new List<string>();
                while (await reader.ReadLineAsync(_end.Token) is { } line)
                {
                    Lines.Enqueue(line);
                    string verb = line.Split(' ')[0].ToUpperInvariant();
                    string answer = Answer(line) ?? Usual(verb);
                    if (verb == "MAIL")
                        (from, to) = (AddressOf(line), []);
                    if (verb == "RCPT" && answer.StartsWith('2'))
                        to.Add(AddressOf(line));
                    if (!await SayAsync(stream, answer))
                        return;
                    if (verb == "DATA" && answer.StartsWith("354", StringComparison.Ordinal))
                    {
                        byte[] data = await ReadDataAsync(reader);
                        string end = Answer("END") ?? "250 taken";
                        if (end.StartsWith('2') || end == Reset)
                            Mails.Enqueue(new TakenMail(from, to, data));
                        if (!await SayAsync(stream, end))
                            return;
                    }

                    if (verb == "QUIT" || answer.StartsWith("421", StringComparison.Ordinal))
                        return;
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
            }
        }
    }

    private string Usual(string verb) => verb switch
    {
        "EHLO" => string.Join("\r\n", Offers.Prepend("tests").Select((line, i) => $"250{(i == Offers.Length ? ' ' : '-')}{line}")),
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        "AUTH" => "235 welcome",
        _ => "250 fine",
    };

    private async Task<byte[]> ReadDataAsync(StreamReader reader)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(_end.Token) is { } line and not ".")
            data.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        return Encoding.Latin1.GetBytes(data.ToString());
    }

    private async Task<bool> SayAsync(Stream stream, string text)
    {
        if (text == Reset)
            return false;
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text + "\r\n"), _end.Token);
        return true;
    }

    private static string AddressOf(string line) => line.Split('<', '>')[1];
}
