using System.Collections.Concurrent;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Pipelines;

/// <summary>Runs one message through a bot that is made for it and let go again.</summary>
internal static class BotTrialRun
{
    public static async Task<BotTrial> RunAsync(
        PipelineDefinition definition,
        IEnumerable<BotDescriptor> bots,
        PipelineOptions options,
        string botId,
        Message message,
        CancellationToken cancellationToken)
    {
        using var log = new TrialLog();
        BotServices services = options.BotServices.ForTrial(log);
        BotDefinition described = definition.Find(botId)!;
        if (described.IsInCode && described.Code!.Factory is null)
            throw new ArgumentException($"{botId} is an object of the program's; to be tried, a bot has to be made of its module or by a factory.");
        PipelineDefinition alone = definition with { Bots = [.. definition.Bots.Select(bot => bot.Id == botId ? bot with { Instances = 1 } : bot with { IsForeign = true })] };
        var complaints = new ComplaintList();
        var factory = new BotFactory(alone, new KnownBots(bots, complaints), options with { Services = services }, complaints);
        if (factory.Create(alone.Find(botId)!) is not { Bots: [var bot, ..] })
            throw new PipelineConfigurationException(complaints.All);
        await using (bot.ConfigureAwait(false))
        {
            // Made alone, it remembers in memory only: what others have stored is not looked at, and nothing is.
            await bot.StartAsync(cancellationToken).ConfigureAwait(false);
            var sent = new List<(string, Message)>();
            var failures = new List<Failure>();
            await RunAsync(bot, botId, message, sent, failures, cancellationToken).ConfigureAwait(false);
            return new BotTrial(sent, failures, [.. log.Lines]);
        }
    }

    private static async Task RunAsync(Bot bot, string botId, Message message, List<(string, Message)> sent, List<Failure> failures, CancellationToken cancellationToken)
    {
        if (bot is Parser parser && message is Report report)
        {
            foreach (ParsedItem item in parser.Read(report.Clone()))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (item.Event is { } made)
                    sent.Add((BotPath.Default, made));
                else if (item.Failure is { } failure)
                    failures.Add(failure.WithBotId(botId));
            }

            return;
        }

        if (message is not Event single || bot is Parser or Collector)
            throw new ArgumentException($"{botId} is a {bot.GetType().Name}, which takes no {message.TypeName}.");
        if (bot is Output)
            throw new ArgumentException($"{botId} is an output: what it does cannot be tried without doing it.");
        Event worked = single.Clone();
        try
        {
            Verdict verdict = await ProcessAsync(bot, worked, cancellationToken).ConfigureAwait(false);
            foreach (string path in verdict.Paths)
                sent.Add((path, worked.Clone()));
        }
#pragma warning disable CA1031 // Whatever the bot throws is what came of it.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failures.Add(new Failure(single.Clone(), $"The bot {botId} failed: {exception.Message}") { BotId = botId, Exception = exception });
        }
#pragma warning restore CA1031
    }

    private static async ValueTask<Verdict> ProcessAsync(Bot bot, Event message, CancellationToken cancellationToken)
    {
        switch (bot)
        {
            case Expert expert:
                return expert.Process(message);
            case AsyncExpert expert:
                return await expert.ProcessAsync(message, cancellationToken).ConfigureAwait(false);
            case HoldingExpert expert:
                return expert.Process(message);
            case BatchExpert expert:
                var item = new BatchItem(message);
                await expert.ProcessAsync([item], cancellationToken).ConfigureAwait(false);
                return item.Error is null ? item.Verdict : throw item.Error;
            default:
                throw new InvalidOperationException($"A {bot.GetType().Name} cannot be tried.");
        }
    }

    private sealed class TrialLog : ILoggerFactory, ILogger
    {
        private const int MaxLines = 1000;

        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Lines.Count < MaxLines)
                Lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
        }

        public void Dispose()
        {
        }
    }
}
