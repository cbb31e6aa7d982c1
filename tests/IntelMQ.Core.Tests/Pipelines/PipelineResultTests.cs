using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineResultTests
{
    private static PipelineCounters Counters(long failed, params (string Id, long Stored)[] outputs)
    {
        var bots = outputs.ToDictionary(
            static output => output.Id,
            static output => new BotCounters(output.Id, BotKind.Output, output.Stored, new Dictionary<string, long> { [BotPath.Default] = output.Stored }, 0, 0, 0));
        bots.Add("parser", new BotCounters("parser", BotKind.Parser, 1, new Dictionary<string, long>(), failed, 0, 0));
        return new PipelineCounters(bots, new Dictionary<string, long>());
    }

    private static readonly Dictionary<string, Exception> None = [];

    [Fact]
    public void It_says_what_each_output_stored()
    {
        var result = new PipelineResult(Counters(5, ("sql", 394), ("file", 395)), false, 0, None, 0);
        Assert.Equal("395 events stored by file, 394 events stored by sql, 5 failures kept.", result.ToString());
        Assert.Equal([new("file", 395L), new("sql", 394L)], result.Counters.StoredBy);
        Assert.Equal(789, result.Counters.Stored);
    }

    [Fact]
    public void It_says_what_is_left_and_why_a_collector_could_not_read_its_source()
    {
        var errors = new Dictionary<string, Exception> { ["http"] = new IOException("404 Not Found"), ["a-file"] = new IOException("There is no file.\u001b") };
        var result = new PipelineResult(Counters(1, ("file", 1)), true, 2, errors, 1) { SourceFailures = 1 };
        Assert.Equal(
            "1 event stored by file, 1 failure kept, 2 reports left for the next run; stopped. Collector a-file: There is no file.\\u001b. Collector http: 404 Not Found. 1 part of sources could not be used. 1 source could not be put away.",
            result.ToString());
    }

    [Fact]
    public void A_run_that_left_something_throws_where_it_is_asked_to()
    {
        var error = new IOException("404 Not Found");
        var left = new PipelineResult(Counters(0, ("file", 0)), false, 0, new Dictionary<string, Exception> { ["http"] = error }, 0);
        var thrown = Assert.Throws<PipelineIncompleteException>(left.EnsureComplete);
        Assert.Contains("Collector http: 404 Not Found.", thrown.Message, StringComparison.Ordinal);
        Assert.Same(error, thrown.InnerException);
        Assert.Same(left, thrown.Result);

        var complete = new PipelineResult(Counters(3, ("file", 1)), false, 0, None, 0);
        Assert.Same(complete, complete.EnsureComplete());
    }
}
