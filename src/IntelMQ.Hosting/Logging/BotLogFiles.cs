using System.Collections.Concurrent;
using System.Globalization;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Pipelines;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Logging;

/// <summary>
/// Writes IntelMQ's log files: <c>BOTID.log</c> for each bot in the folder of <c>logging_path</c>, in IntelMQ's lines, from the bot's <c>logging_level</c> on,
/// with a new file after <c>logging_max_size</c> bytes (<c>logging_max_copies</c> are kept). What is of no bot goes to <c>intelmq.log</c>. Where
/// <c>logging_handler</c> is <c>syslog</c>, lines go to <c>logging_syslog</c> in place of a file: a Unix socket (<c>/dev/log</c> by default), or a list of host
/// and port.
/// </summary>
[ProviderAlias("IntelMQ")]
public sealed class BotLogFiles : ILoggerProvider
{
    private const string Host = "intelmq";

    private readonly ConcurrentDictionary<string, BotLogFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<BotLogSyslogAddress, BotLogSyslog> _servers = new();
    private readonly Dictionary<string, Target> _bots = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    /// <summary>Prepares the folders.</summary>
    /// <param name="configuration">Says where files are, and how much is in them.</param>
    /// <param name="defaultFolder">The folder where <c>logging_path</c> is not set.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">A folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be made.</exception>
    public BotLogFiles(RuntimeConfiguration configuration, string defaultFolder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentException.ThrowIfNullOrEmpty(defaultFolder);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _bots[Host] = Settings(configuration.Parameter, defaultFolder);
        foreach (RuntimeBot bot in configuration.Bots.Where(static bot => bot.Id.AsSpan().IndexOfAny('/', '\\', '\0') < 0 && bot.Id is not ("." or "..")))
            _bots[bot.Id] = Settings(bot.Parameter, defaultFolder);
        foreach (string folder in _bots.Values.Where(static bot => bot.Syslog is null).Select(static bot => bot.Folder).Distinct(StringComparer.Ordinal))
            Directory.CreateDirectory(folder);
        Least = _bots.Values.Min(static bot => bot.Level);
    }

    /// <summary>The least that any file takes.</summary>
    public LogLevel Least { get; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Log(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (BotLogFile file in _files.Values)
            file.Dispose();
        foreach (BotLogSyslog server in _servers.Values)
            server.Dispose();
    }

    private void Write(string? named, LogLevel level, string message, Exception? exception)
    {
        string bot = named is not null && _bots.ContainsKey(named) ? named : Host;
        Target target = _bots[bot];
        if (level < target.Level)
            return;
        if (target.Syslog is { } address)
        {
            _servers.GetOrAdd(address, static address => new BotLogSyslog(address)).Write(bot, level, message, exception);
            return;
        }

        BotLogFile file = _files.GetOrAdd(bot, id => new BotLogFile(Path.Combine(target.Folder, $"{id}.log"), target.MaxSize, target.MaxCopies));
        file.Write(BotLogLine.Format(TimeZoneInfo.ConvertTime(_time.GetUtcNow(), _time.LocalTimeZone), bot, level, message, exception));
    }

    // A server that cannot be understood leaves the file, so that nothing is lost.
    private static Target Settings(Func<string, DocumentNode?> parameter, string defaultFolder)
    {
        string folder = parameter("logging_path") is { Kind: DocumentKind.Text, Text.Length: > 0 } path ? path.Text : defaultFolder;
        bool goesToSyslog = parameter("logging_handler") is { Kind: DocumentKind.Text } handler && handler.Text.Equals("syslog", StringComparison.OrdinalIgnoreCase);
        return new Target(folder, BotLogLine.LevelOf(parameter("logging_level")?.Text), Number(parameter("logging_max_size")), (int)Math.Min(Number(parameter("logging_max_copies")), 1000))
        {
            Syslog = goesToSyslog ? BotLogSyslogAddress.Of(parameter("logging_syslog")) : null,
        };
    }

    private static long Number(DocumentNode? node)
        => node is { IsScalar: true } && long.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private sealed record Target(string Folder, LogLevel Level, long MaxSize, int MaxCopies)
    {
        public BotLogSyslogAddress? Syslog { get; init; }
    }

    private sealed class Log(BotLogFiles files) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= files.Least && logLevel != LogLevel.None;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            string? bot = state is IReadOnlyList<KeyValuePair<string, object?>> values ? values.FirstOrDefault(static value => value.Key is "Bot" or "bot").Value as string : null;
            files.Write(bot, logLevel, formatter(state, exception), exception);
        }
    }
}
