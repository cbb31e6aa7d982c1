using IntelMQ.Text;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Core.Tests.Text;

public sealed class PrintableLogsTests : IDisposable
{
    private readonly LogCollector _collected = new();

    public void Dispose() => _collected.Dispose();

    private ILogger Log => PrintableLogs.Over(_collected).CreateLogger("test");

    [Theory]
    [InlineData("plain \u00fc \U0001F600", "plain \u00fc \U0001F600")]
    [InlineData("a\u001b[31mb", "a\\u001b[31mb")]
    [InlineData("a\nERROR forged", "a\\u000aERROR forged")]
    [InlineData("a\u202eb\r\0", "a\\u202eb\\u000d\\u0000")]
    public void Texts_from_outside_are_shown_by_their_numbers(string name, string expected)
    {
#pragma warning disable CA1848, CA2254 // What any caller may do.
        Log.LogWarning("The file {Name} is odd.", name);
#pragma warning restore CA1848, CA2254
        LogEntry entry = Assert.Single(_collected.Entries);
        Assert.Equal($"The file {expected} is odd.", entry.Message);
    }

    [Fact]
    public void Messages_of_exceptions_are_shown_by_their_numbers()
    {
        var inner = new IOException("in\u001bner");
#pragma warning disable CA1848
        Log.LogError(new InvalidOperationException("out\ner", inner), "It broke.");
        Log.LogError(inner.GetBaseException() is IOException ? new IOException("plain") : inner, "It broke.");
#pragma warning restore CA1848
        Assert.Equal(2, _collected.Entries.Count);
        string text = _collected.Entries[0].Exception!.ToString();
        Assert.Contains("InvalidOperationException: out\\u000aer", text, StringComparison.Ordinal);
        Assert.Contains("IOException: in\\u001bner", text, StringComparison.Ordinal);
        Assert.IsType<IOException>(_collected.Entries[1].Exception);
    }

    [Fact]
    public void Values_are_kept_for_logs_that_want_them()
    {
        var values = new Values();
#pragma warning disable CA1848
        PrintableLogs.Over(values).LogWarning("{Name} has {Count}.", "a\nb", 5);
#pragma warning restore CA1848
        Assert.Equal([("Name", (object?)"a\\u000ab"), ("Count", 5), ("{OriginalFormat}", "{Name} has {Count}.")], values.Last.Select(static pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Logs_are_wrapped_once()
    {
        ILoggerFactory once = PrintableLogs.Over(_collected);
        Assert.Same(once, PrintableLogs.Over(once));
        ILogger log = once.CreateLogger("a");
        Assert.Same(log, PrintableLogs.Over(log));
    }

    private sealed class Values : ILogger
    {
        public List<KeyValuePair<string, object?>> Last { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Last.AddRange((IEnumerable<KeyValuePair<string, object?>>)state!);
    }
}
