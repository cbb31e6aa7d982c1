using System.Globalization;
using IntelMQ.Failures;
using IntelMQ.Pipelines;

namespace QuickStart;

/// <summary>The table at the end.</summary>
internal static class Summary
{
    private const int ShownFailures = 12;

    public static async Task<int> PrintAsync(PipelineResult result, ClassificationTally tally, IFailureStore store, OutputFolder output)
    {
        Console.WriteLine("Events out, by classification");
        foreach ((string classification, int count) in tally.Counts)
            Row(count, classification);
        Console.WriteLine();
        Row(result.Counters.Stored, $"written to {output.Events}");
        Row(result.Counters.Bots["deduplicator"].Dropped, "dropped as duplicates");
        Row(result.Counters.Failed, $"failed, kept in {output.Failures}");

        int shown = 0;
        await foreach (StoredFailure failure in store.ReadAsync(CancellationToken.None))
        {
            if (shown++ == ShownFailures)
            {
                Console.WriteLine("             ...");
                break;
            }

            Console.WriteLine($"             {failure.Failure}");
        }

        if (result.IsComplete)
            return 0;
        Console.Error.WriteLine(result);
        return 1;
    }

    private static void Row(long count, string text) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,10:N0}   {text}"));
}
