using Microsoft.Extensions.Logging;

namespace IntelMQ.Testing;

/// <summary>Keeps everything that is logged. May be used by several threads.</summary>
public sealed class LogCollector : ILoggerFactory
{
    private readonly Lock _lock = new();
    private readonly List<LogEntry> _entries = [];

    /// <summary>What was logged, in its order.</summary>
    public IReadOnlyList<LogEntry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    /// <summary>What was logged at a level or above.</summary>
    public IReadOnlyList<LogEntry> AtLeast(LogLevel level) => [.. Entries.Where(entry => entry.Level >= level)];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>Not supported: there is nobody to hand entries on to.</summary>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("A LogCollector keeps entries to itself.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Add(LogEntry entry)
    {
        lock (_lock)
            _entries.Add(entry);
    }

    private sealed class Logger(LogCollector owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => owner.Add(new LogEntry(category, logLevel, eventId, formatter(state, exception), exception));
    }
}

/// <summary>A line of a log.</summary>
/// <param name="Category">The logger's name.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Id">The kind of line.</param>
/// <param name="Message">The text.</param>
/// <param name="Exception">The exception logged with it.</param>
public sealed record LogEntry(string Category, LogLevel Level, EventId Id, string Message, Exception? Exception)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Level}: {Message}";
}
