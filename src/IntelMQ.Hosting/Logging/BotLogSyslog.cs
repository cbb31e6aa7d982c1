using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Logging;

/// <summary>
/// Sends lines to a syslog server as IntelMQ does: <c>BOTID: LEVEL message</c> with a priority before it, one datagram each, to a Unix socket such as
/// <c>/dev/log</c> or to a host by UDP. What cannot be sent is lost, so that a server that is gone stops no bot; the console has the line, too.
/// </summary>
internal sealed class BotLogSyslog : IDisposable
{
    // What fits into a datagram that every server takes; a longer line is cut.
    private const int MaxBytes = 8192;

    // The facility that programs of users have.
    private const int User = 1 << 3;

    private readonly BotLogSyslogAddress _address;
    private readonly Lock _gate = new();
    private Socket? _socket;

    public BotLogSyslog(BotLogSyslogAddress address) => _address = address;

    public void Write(string bot, LogLevel level, string message, Exception? exception)
    {
        string text = message.StartsWith($"{bot}: ", StringComparison.Ordinal) ? message[(bot.Length + 2)..] : message;
        byte[] datagram = Encoding.UTF8.GetBytes($"<{User | SeverityOf(level)}>{bot}: {BotLogLine.NameOf(level)} {text}{(exception is null ? "" : $"\n{exception}")}");
        int length = Math.Min(datagram.Length, MaxBytes);
        while (length < datagram.Length && (datagram[length] & 0xC0) == 0x80)
            length--;
        lock (_gate)
        {
            // A server that was started anew has another socket.
            for (int attempt = 0; attempt < 2; attempt++)
            {
                try
                {
                    _socket ??= _address.Connect();
                    _socket.Send(datagram.AsSpan(0, length));
                    return;
                }
                catch (Exception failed) when (failed is SocketException or ObjectDisposedException or IOException)
                {
                    _socket?.Dispose();
                    _socket = null;
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _socket?.Dispose();
    }

    private static int SeverityOf(LogLevel level) => level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };
}
