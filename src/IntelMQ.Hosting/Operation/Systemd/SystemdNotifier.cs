using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Operation;

/// <summary>
/// Tells systemd how the service stands, by datagrams to the socket that <c>NOTIFY_SOCKET</c> names (<c>Type=notify</c> or <c>notify-reload</c>).
/// Without the variable nothing is sent.
/// </summary>
public sealed class SystemdNotifier
{
    private readonly UnixDomainSocketEndPoint? _socket;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>Reads the variables.</summary>
    /// <param name="environment">The variables of the process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told where systemd cannot be told.</param>
    public SystemdNotifier(IReadOnlyDictionary<string, string> environment, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(log);
        _time = time;
        _log = log;
        string? path = environment.GetValueOrDefault("NOTIFY_SOCKET");
        if (path is { Length: > 1 } && path[0] is '/' or '@')
            _socket = EndPoint(path);
        // The variable may be another process's, which this one was started by.
        string? process = environment.GetValueOrDefault("WATCHDOG_PID");
        if (_socket is not null
            && long.TryParse(environment.GetValueOrDefault("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            && (process is null || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)))
        {
            WatchdogInterval = TimeSpan.FromMicroseconds(microseconds / 2d);
        }
    }

    /// <summary>How often systemd wants to hear that the service lives, halved as systemd advises; <see langword="null"/> where it does not.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>The service runs.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>The service takes over another configuration; <see cref="Ready"/> says when it has.</summary>
    public void Reloading()
        => Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={(long)(_time.GetTimestamp() * (1e6 / _time.TimestampFrequency))}"));

    /// <summary>The service ends.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>The service lives.</summary>
    public void Alive() => Send("WATCHDOG=1");

    /// <summary>A line for <c>systemctl status</c>.</summary>
    public void Status(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Send($"STATUS={text.ReplaceLineEndings(" ")}");
    }

    private static UnixDomainSocketEndPoint? EndPoint(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path);
        }
        catch (Exception exception) when (exception is ArgumentException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private void Send(string message)
    {
        if (_socket is null)
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(message), _socket);
        }
        catch (SocketException exception)
        {
            OperationLog.NotNotified(_log, exception.Message);
        }
    }
}
