using System.Globalization;
using System.Text;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace Kills;

/// <summary>Compares what went in with what the graph over a durable broker made of it, and with what its outputs wrote.</summary>
internal static class Ledger
{
    public static async Task CountAsync(KillSite site, KillFolders folders, KillSheet sheet, KillTally tally)
    {
        Dictionary<long, int> once = [], copies = [];
        long counted = 0;
        await foreach (Event message in TakeAsync(site.Broker, DurableWorker.Once).ConfigureAwait(false))
            Add(once, Number(message, "extra.id"));
        await foreach (Event message in TakeAsync(site.Broker, DurableWorker.Copies).ConfigureAwait(false))
            Add(copies, Number(message, "extra.id"));
        await foreach (Event message in TakeAsync(site.Broker, DurableWorker.Counts).ConfigureAwait(false))
        {
            counted += Number(message, "extra.count");
            await File.AppendAllTextAsync(folders.Counts, message + "\n").ConfigureAwait(false);
        }

        Dictionary<long, int> failed = [];
        await foreach (StoredFailure failure in site.Broker.Failures.ReadAsync(default).ConfigureAwait(false))
            Add(failed, KillSheet.NumberOfBad(Encoding.UTF8.GetString(failure.Failure.Message.Raw.Span)));

        foreach ((long id, int times) in sheet.Good)
        {
            tally.Sent += 1 + times;
            Compare(once.GetValueOrDefault(id), 1, tally);
            Compare(copies.GetValueOrDefault(id), times, tally);
        }

        foreach (long id in sheet.Bad)
        {
            tally.Sent++;
            Compare(failed.GetValueOrDefault(id), 1, tally);
        }

        tally.Uncounted += Math.Max(0, sheet.Good.Count - counted);
        tally.Overcounted += Math.Max(0, counted - sheet.Good.Count);
        await CountFileAsync(folders.Events, sheet, static _ => 1, tally).ConfigureAwait(false);
        await CountFileAsync(folders.Copies, sheet, static times => times, tally).ConfigureAwait(false);
    }

    // What an output has handed over, it may hand over again: that is repeated, and nothing else.
    private static async Task CountFileAsync(string path, KillSheet sheet, Func<int, int> expected, KillTally tally)
    {
        Dictionary<long, int> found = [];
        await foreach (string line in File.ReadLinesAsync(path).ConfigureAwait(false))
        {
            if (KillSheet.NumberIn(line, "extra.id") is { } id)
                Add(found, id);
            else
                tally.Torn++;
        }

        foreach ((long id, int times) in sheet.Good)
        {
            int more = found.GetValueOrDefault(id) - expected(times);
            tally.Lost += Math.Max(0, -more);
            tally.Repeated += Math.Max(0, more);
        }
    }

    private static async IAsyncEnumerable<Event> TakeAsync(IBroker broker, string bot)
    {
        QueueName queue = QueueName.Of(bot);
        await broker.DeclareAsync(new QueueDeclaration(queue, null, 1), default).ConfigureAwait(false);
        await broker.CompleteAsync(queue, default).ConfigureAwait(false);
        await using IQueueReader reader = await broker.OpenReaderAsync(queue, 0, 1, default).ConfigureAwait(false);
        for (long number = 1; await reader.ReceiveAsync(1000, 16 << 20, default).ConfigureAwait(false) is { Count: > 0 } batch; number++)
        {
            Delivery[] settled = [.. batch];
            foreach (Delivery delivery in settled)
                yield return (Event)delivery.Message!;
            await reader.CommitAsync(new UnitOfWork { Number = number, Settled = settled }, default).ConfigureAwait(false);
        }
    }

    private static void Compare(int found, int expected, KillTally tally)
    {
        tally.Lost += Math.Max(0, expected - found);
        tally.Doubled += Math.Max(0, found - expected);
    }

    private static void Add(Dictionary<long, int> found, long id) => found[id] = found.GetValueOrDefault(id) + 1;

    private static long Number(Event message, string name) => long.Parse(message[name].ToString(), CultureInfo.InvariantCulture);
}
