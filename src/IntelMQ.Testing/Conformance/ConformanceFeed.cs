using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using IntelMQ.Bots;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Testing.Conformance;

/// <summary>What stands around a bot in a pipeline: who hands it messages, and who takes what it makes.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The pipeline disposes of its bots.")]
internal sealed class ConformanceFeed
{
    private readonly RandomReports _source = new();
    private readonly SampleParser _parser = new();
    private readonly CountingOutput _sink = new();
    private Bot? _bot;

    /// <summary>How many messages the bot was handed.</summary>
    public long Handed => _bot is Parser ? _source.Count : _parser.Events;

    /// <summary>How many reports were parsed that a collector sent.</summary>
    public long Reports => _parser.Reports;

    /// <summary>How many events came to the end.</summary>
    public long Stored => _sink.Count;

    public void Connect(PipelineBuilder builder, Bot bot, string id)
    {
        _bot = bot;
        PipelineNode node = builder.Add(bot, new BotSetup { Id = id });
        if (bot is Collector)
        {
            node.Parse(_parser).Output(_sink);
            return;
        }

        PipelineNode source = builder.Collect(_source);
        if (bot is Parser)
            source.ConnectTo(node);
        else
            source.Parse(_parser).ConnectTo(node);
        if (bot is Output)
            return;
        PipelineNode end = node.Output(_sink);
        foreach (BotPath path in bot.Paths)
            node.To(path.Name).ConnectTo(end);
    }

    private sealed class RandomReports() : Collector(new CollectorOptions())
    {
        public long Count { get; private set; }

        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (byte[] input in RandomInput.All().Take(20))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Count++;
                yield return await Task.FromResult(new CollectedReport(NewReport(input))).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes the sample events of any report.</summary>
    private sealed class SampleParser() : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } = [];

        public long Reports { get; private set; }

        public long Events { get; private set; }

        protected override IEnumerable<ParsedItem> ReadElements(Report report)
        {
            Reports++;
            foreach (Event message in SampleEvents.All(report.Schema))
            {
                Events++;
                yield return new ParsedItem(message);
            }
        }
    }

    private sealed class CountingOutput : Output
    {
        public long Count { get; private set; }

        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            Count += batch.Count;
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>A clock whose waits are over at once, so that bots which wait for a time come to an end.</summary>
internal sealed class HurriedClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
}
