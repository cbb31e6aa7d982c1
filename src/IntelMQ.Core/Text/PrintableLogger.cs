using Microsoft.Extensions.Logging;

namespace IntelMQ.Text;

/// <summary>A log of <see cref="PrintableLogs"/>.</summary>
internal sealed class PrintableLogger(ILogger log) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => log.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!log.IsEnabled(logLevel))
            return;
        Exception? shown = PrintableException.Of(exception);
        string text = formatter(state, exception);
        if (ReferenceEquals(Printable.Of(text), text))
            log.Log(logLevel, eventId, state, shown, (_, _) => text);
        else
            log.Log(logLevel, eventId, new PrintableState(Printable.Of(text), state), shown, static (inner, _) => inner.ToString());
    }

    /// <summary>A text and the values that it was made of, for logs that keep these.</summary>
    private sealed class PrintableState : List<KeyValuePair<string, object?>>
    {
        private readonly string _text;

        public PrintableState(string text, object? state)
        {
            _text = text;
            if (state is not IEnumerable<KeyValuePair<string, object?>> values)
                return;
            foreach ((string name, object? value) in values)
                Add(KeyValuePair.Create(name, value is string words ? Printable.Of(words) : value));
        }

        public override string ToString() => _text;
    }
}
