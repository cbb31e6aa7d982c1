using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Core.Tests.Pipelines;

/// <summary>Hands out reports and notes which were settled.</summary>
internal sealed class ListCollector(params string[] texts) : Collector(new CollectorOptions { Name = "Example Feed" })
{
    public List<int> Settled { get; } = [];

    public Action<int>? OnSettled { get; init; }

    public Action<int>? OnYield { get; init; }

    public Exception? FailsOnce { get; set; }

    public bool Forgets { get; init; }

    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        for (int i = 0; i < texts.Length; i++)
        {
            lock (Settled)
            {
                if (Forgets && Settled.Contains(i))
                    continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            int number = i;
            OnYield?.Invoke(i);
            yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(texts[i])), _ =>
            {
                lock (Settled)
                    Settled.Add(number);
                OnSettled?.Invoke(number);
                return ValueTask.CompletedTask;
            });
            if (FailsOnce is { } failure)
            {
                FailsOnce = null;
                throw failure;
            }
        }
    }
}

/// <summary>Makes an event of each line, with the line as <c>extra.line</c>; a line with "bad" in it is a failure.</summary>
internal sealed class LineParser : Parser
{
    public LineParser()
        : base(new PlainParserOptions(), BotServices.Default)
    {
    }

    public Action<string>? OnLine { get; init; }

    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        string[] lines = Encoding.UTF8.GetString(report.Raw.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            OnLine?.Invoke(lines[i]);
            yield return Make(report, lines[i], i + 1);
        }
    }

    private static ParsedItem Make(Report report, string line, int number)
    {
        if (line.Contains("bad", StringComparison.Ordinal))
        {
            Report part = report.Clone();
            part.SetRaw(Encoding.UTF8.GetBytes(line));
            return new ParsedItem(new Failure(part, "The line is bad.") { LineNumber = number });
        }

        var message = new Event(report);
        message.Set("extra.line", line).ThrowIfRefused();
        if (line.StartsWith("192.0.2.", StringComparison.Ordinal))
            message.Set("source.ip", line.Split(' ')[0]).ThrowIfRefused();
        return new ParsedItem(message);
    }
}

/// <summary>Makes events that are counted up, as many as the report's text says, without ever holding them.</summary>
internal sealed class CountingParser : Parser
{
    public CountingParser()
        : base(new PlainParserOptions(), BotServices.Default)
    {
    }

    public long Made { get; private set; }

    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        int count = int.Parse(Encoding.UTF8.GetString(report.Raw.Span), System.Globalization.CultureInfo.InvariantCulture);
        var template = new Event(report);
        for (int i = 0; i < count; i++)
        {
            Made++;
            yield return new ParsedItem(template.Clone());
        }
    }
}

/// <summary>An expert that is a function.</summary>
internal sealed class FunctionExpert(Func<Event, Verdict> process) : Expert
{
    public IReadOnlyList<BotPath> DeclaredPaths { get; init; } = [];

    public BotConcurrency Kind { get; init; }

    public override BotConcurrency Concurrency => Kind;

    public override IReadOnlyList<BotPath> Paths => DeclaredPaths;

    public override Verdict Process(Event message) => process(message);
}

/// <summary>An expert that is a function that waits.</summary>
internal sealed class FunctionAsyncExpert(Func<Event, CancellationToken, ValueTask<Verdict>> process) : AsyncExpert
{
    public int Limit { get; init; } = 16;

    public override int MaxInFlight => Limit;

    public override ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken) => process(message, cancellationToken);
}

/// <summary>A bulk expert that is a function.</summary>
internal sealed class FunctionBatchExpert(Action<IReadOnlyList<BatchItem>> process) : BatchExpert
{
    public override int MaxBatch => 3;

    public override ValueTask ProcessAsync(IReadOnlyList<BatchItem> batch, CancellationToken cancellationToken)
    {
        process(batch);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Keeps the events it is handed.</summary>
internal sealed class ListOutput : Output
{
    private readonly List<Event> _events = [];

    /// <summary>Runs before a batch is stored.</summary>
    public Func<IReadOnlyList<Event>, CancellationToken, ValueTask>? Before { get; init; }

    public IReadOnlyList<Event> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    public string[] Lines => [.. Events.Select(static message => message["extra.line"].ToString())];

    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        if (Before is not null)
            await Before(batch, cancellationToken);
        lock (_events)
            _events.AddRange(batch);
    }
}

/// <summary>Counts what it is handed.</summary>
internal sealed class CountingOutput : Output
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public Func<ValueTask>? Before { get; init; }

    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        if (Before is not null)
            await Before();
        Interlocked.Add(ref _count, batch.Count);
    }
}

internal static class Lines
{
    /// <summary>A text of numbered lines.</summary>
    public static string Of(int count, string prefix = "line ")
        => string.Join('\n', Enumerable.Range(0, count).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{i}")));

    public static string[] Numbers(int count, string prefix = "line ") => Of(count, prefix).Split('\n');
}
