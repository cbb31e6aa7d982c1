using System.Globalization;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Logging;

/// <summary>IntelMQ's lines of log files: local time, the bot's id, the level, the message; traces follow on lines of their own.</summary>
internal static class BotLogLine
{
    public static string Format(DateTimeOffset local, string bot, LogLevel level, string message, Exception? exception)
    {
        // The file and the line name the bot already.
        string text = message.StartsWith($"{bot}: ", StringComparison.Ordinal) ? message[(bot.Length + 2)..] : message;
        string line = string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd HH:mm:ss,fff} - {bot} - {NameOf(level)} - {text}");
        return exception is null ? line : $"{line}\n{exception}";
    }

    /// <summary>The level that a name of IntelMQ's means; <see cref="LogLevel.Information"/> for others.</summary>
    public static LogLevel LevelOf(string? name) => name?.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "WARNING" or "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "CRITICAL" or "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    /// <summary>IntelMQ's name of a level.</summary>
    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        LogLevel.Critical => "CRITICAL",
        _ => "INFO",
    };
}
