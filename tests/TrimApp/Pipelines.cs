using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace TrimApp;

/// <summary>Runs a pipeline in memory, from a collector to an output of its own.</summary>
internal static class Pipelines
{
    public static async Task<string> CheckAsync()
    {
        var output = new ListOutput();
        await using Pipeline pipeline = Pipeline.Create(p => p
            .Collect(new SampleCollector())
            .Parse(new FeodoTrackerParser(new()))
            .Expert(new TaxonomyExpert())
            .Expert(new DeduplicatorExpert(new DeduplicatorExpertOptions()))
            .Output(output));
        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);
        return result.IsComplete && result.Counters.Failed == 2 && output.Events is [var only] && only[Fields.Classification.Taxonomy] == "malicious-code"
            ? "1 event through the pipeline, 2 failures, 1 duplicate"
            : $"WRONG the pipeline ended with {result}";
    }

    private sealed class SampleCollector() : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (int i = 0; i < 2; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new CollectedReport(NewReport(Messages.Sample.ToArray()));
                await Task.Yield();
            }
        }
    }

    private sealed class ListOutput : Output
    {
        public List<Event> Events { get; } = [];

        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            Events.AddRange(batch);
            return ValueTask.CompletedTask;
        }
    }
}
