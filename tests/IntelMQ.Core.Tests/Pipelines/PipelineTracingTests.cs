using System.Diagnostics;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineTracingTests
{
    [Fact]
    public async Task A_report_is_a_span_with_those_of_its_batches_below_it()
    {
        string id = $"traced-{Guid.NewGuid():N}";
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "IntelMQ",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var output = new ListOutput();
        await using (Pipeline pipeline = Pipeline.Create(new PipelineOptions { Id = id }, p => p
            .Collect(new ListCollector("a\nb"), new BotSetup { Id = "collector" })
            .Parse(new LineParser(), new BotSetup { Id = "parser" })
            .Output(output, new BotSetup { Id = "output" })))
        {
            await pipeline.RunAsync(CancellationToken.None);
        }

        Activity[] own;
        lock (spans)
            own = [.. spans.Where(span => Equals(span.GetTagItem("intelmq.pipeline"), id))];
        Activity report = Assert.Single(own, static span => span.DisplayName == "report collector");
        Assert.Equal("Example Feed", report.GetTagItem("intelmq.feed"));
        Assert.Contains(own, static span => span.DisplayName == "parser parser");
        Assert.Contains(own, static span => span.DisplayName == "output output");
        Assert.All(own.Except([report]), span => Assert.Equal(report.SpanId, span.ParentSpanId));
        Assert.All(own, static span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }
}
