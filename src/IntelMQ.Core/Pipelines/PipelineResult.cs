using System.Globalization;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Pipelines;

/// <summary>How a run ended.</summary>
/// <param name="Counters">What the pipeline has done since it was built.</param>
/// <param name="WasStopped">Whether the run was stopped from outside.</param>
/// <param name="Unsettled">How many reports were not brought to an end; their sources are still there.</param>
/// <param name="CollectorErrors">The collectors that could not read their source, also after the retries.</param>
/// <param name="SettleErrors">How often a source could not be put away after everything made of it was stored.</param>
/// <example><code>await using Pipeline pipeline = Pipeline.Create(p =&gt; p.Collect(new FileCollector(new FileCollectorOptions { Path = "feeds" })).Parse(new FeodoTrackerParser(new())).Output(new BlackholeOutput()));
/// PipelineResult result = await pipeline.RunAsync();
/// Console.WriteLine(result.EnsureComplete());</code></example>
public sealed record PipelineResult(
    PipelineCounters Counters,
    bool WasStopped,
    int Unsettled,
    IReadOnlyDictionary<string, Exception> CollectorErrors,
    long SettleErrors)
{
    /// <summary>
    /// How many parts of sources could not be used, such as a file that is a cut archive: each is kept as a failure, and its source was not
    /// put away.
    /// </summary>
    public long SourceFailures { get; init; }

    /// <summary>Whether all sources were read to their end and everything made of them is stored or kept as failure.</summary>
    public bool IsComplete => !WasStopped && Unsettled == 0 && CollectorErrors.Count == 0 && SourceFailures == 0;

    /// <summary>Throws where something was left: for a program that has no log and is done with the run.</summary>
    /// <returns>The result itself.</returns>
    /// <exception cref="PipelineIncompleteException">The run is not complete; the message says what is left, the first error of a collector is within.</exception>
    public PipelineResult EnsureComplete()
        => IsComplete ? this : throw new PipelineIncompleteException(this);

    /// <summary>
    /// What came of the run in a line: events stored by each output, failures, what is left, and the errors of collectors, such as
    /// <c>395 events stored by file-output, 5 failures kept. Collector http: 404 Not Found.</c>
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        IReadOnlyList<KeyValuePair<string, long>> outputs = Counters.StoredBy;
        if (outputs.Count == 0)
            text.Append("No output");
        for (int i = 0; i < outputs.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? ", " : "")}{Count(outputs[i].Value, "event")} stored by {outputs[i].Key}");
        text.Append(CultureInfo.InvariantCulture, $", {Count(Counters.Failed, "failure")} kept");
        if (Unsettled > 0)
            text.Append(CultureInfo.InvariantCulture, $", {Count(Unsettled, "report")} left for the next run");
        text.Append(WasStopped ? "; stopped." : ".");
        foreach ((string id, Exception error) in CollectorErrors.OrderBy(static error => error.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $" Collector {id}: {Sentence(error.Message)}");
        if (SourceFailures > 0)
            text.Append(CultureInfo.InvariantCulture, $" {Count(SourceFailures, "part")} of sources could not be used.");
        if (SettleErrors > 0)
            text.Append(CultureInfo.InvariantCulture, $" {Count(SettleErrors, "source")} could not be put away.");
        return text.ToString();
    }

    private static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Sentence(string text) => Printable.Of(text.EndsWith('.') ? text : text + ".");
}

/// <summary>What became of failures that were to be replayed.</summary>
/// <param name="Replayed">How many were handed to their bots and removed; what failed again is kept anew.</param>
/// <param name="Skipped">How many were not: their bot is not in the pipeline, or they are cut short.</param>
public sealed record ReplayResult(int Replayed, int Skipped);
