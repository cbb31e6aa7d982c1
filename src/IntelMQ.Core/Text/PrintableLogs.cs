using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Text;

/// <summary>
/// Logs whose texts hold nothing that moves a cursor, begins a line or turns the direction of writing (<see cref="Printable"/>), whatever
/// names of files, feeds and servers are written to them. What hosts hand in as logs is wrapped so at the place where it comes in.
/// </summary>
public sealed class PrintableLogs : ILoggerFactory
{
    private readonly ILoggerFactory _logs;

    private PrintableLogs(ILoggerFactory logs) => _logs = logs;

    /// <summary>Logs over others, which stay the caller's.</summary>
    public static ILoggerFactory Over(ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        return logs is PrintableLogs or NullLoggerFactory ? logs : new PrintableLogs(logs);
    }

    /// <summary>A log over another.</summary>
    public static ILogger Over(ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return log is PrintableLogger or NullLogger ? log : new PrintableLogger(log);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => Over(_logs.CreateLogger(categoryName));

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => _logs.AddProvider(provider);

    /// <summary>Does nothing: the logs below are not these logs' own.</summary>
    public void Dispose()
    {
    }
}
