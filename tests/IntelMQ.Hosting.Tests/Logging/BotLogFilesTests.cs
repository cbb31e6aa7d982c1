using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Tests.Logging;

public sealed partial class BotLogFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-logs-");
    private readonly FixedTime _time = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_bot_has_a_file_in_IntelMQs_lines()
    {
        using (ILoggerFactory logs = Logs("a: {}\nb: {parameters: {logging_level: DEBUG}}\n"))
        {
            ILogger log = logs.CreateLogger("any");
            Say(log, LogLevel.Information, "a", "hello");
            Say(log, LogLevel.Debug, "a", "not this");
            Say(log, LogLevel.Debug, "b", "this");
            Say(log, LogLevel.Error, "nobody", "of no bot");
        }

        Assert.Equal("2026-01-03 00:30:05,067 - a - INFO - hello\n", Read("a.log"));
        Assert.Equal("2026-01-03 00:30:05,067 - b - DEBUG - this\n", Read("b.log"));
        Assert.Equal("2026-01-03 00:30:05,067 - intelmq - ERROR - nobody: of no bot\n", Read("intelmq.log"));
    }

    [Fact]
    public void A_full_file_is_begun_anew_and_some_before_are_kept()
    {
        using (ILoggerFactory logs = Logs("global: {logging_max_size: 100, logging_max_copies: 2}\na: {}\n"))
        {
            ILogger log = logs.CreateLogger("any");
            for (int i = 0; i < 8; i++)
                Say(log, LogLevel.Warning, "a", $"number {i}");
        }

        Assert.Equal(["a.log", "a.log.1", "a.log.2"], _folder.GetFiles().Select(static file => file.Name).Order());
        Assert.Contains("number 7", Read("a.log"), StringComparison.Ordinal);
        Assert.Contains("number 5", Read("a.log.1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_put_away_is_begun_anew()
    {
        using ILoggerFactory logs = Logs("a: {}\n");
        ILogger log = logs.CreateLogger("any");
        Say(log, LogLevel.Warning, "a", "one");
        File.Move(Path.Combine(_folder.FullName, "a.log"), Path.Combine(_folder.FullName, "a.old"));
        Say(log, LogLevel.Warning, "a", "two");
        Assert.EndsWith("two\n", Read("a.log"), StringComparison.Ordinal);
        Assert.EndsWith("one\n", Read("a.old"), StringComparison.Ordinal);
    }

    private ILoggerFactory Logs(string yaml)
    {
        RuntimeConfiguration configuration = RuntimeConfiguration.Parse(yaml, null, new Dictionary<string, string>());
        return LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new BotLogFiles(configuration, _folder.FullName, _time)));
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));

    [LoggerMessage(Message = "{Bot}: {Text}")]
    private static partial void Say(ILogger log, LogLevel level, string bot, string text);

    private sealed class FixedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(1), "x", "x");

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 23, 30, 5, 67, TimeSpan.Zero);
    }
}
