using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Failures;
using IntelMQ.Failures;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Dumps;
using IntelMQ.Hosting.Running;
using IntelMQ.Jobs;

namespace IntelMQ.Dashboard.Jobs;

/// <summary>Sends failures to the bots that they came from again. Each is removed once it is sent; what fails anew is kept anew, and is not sent a second time.</summary>
internal sealed class ReplayJob(IntelMQHost host) : IJobHandler
{
    /// <summary>The kind of the job.</summary>
    public const string Name = "failures.replay";

    private const int AtOnce = 5000;

    public string Kind => Name;

    public async Task<string?> RunAsync(JobWork work, CancellationToken cancellationToken)
    {
        JsonObject arguments = JsonNode.Parse(work.Job.Arguments) as JsonObject ?? throw new InvalidDataException("The job has no arguments.");
        if (FailureChoice.Read(arguments, out string? complaint) is not { } read)
            throw new InvalidDataException(complaint);
        FailureChoice choice = read with { UpTo = arguments["upTo"]?.GetValue<long>() ?? long.MaxValue };
        var all = new ChosenFailures(new ControlFailureStore(host.Control, host.Configuration.Schema), choice.Holds);
        var bots = new SortedSet<string>(StringComparer.Ordinal);
        if (choice.Bot is { } only)
        {
            bots.Add(only);
        }
        else
        {
            await foreach (StoredFailure stored in all.ReadAsync(cancellationToken).ConfigureAwait(false))
                bots.Add(stored.Failure.BotId);
        }

        long sent = 0;
        var refused = new List<string>();
        foreach (string bot in bots)
            sent += await ReplayAsync(work, all, bot, sent, refused, cancellationToken).ConfigureAwait(false);
        return new JsonObject { ["sent"] = sent, ["refused"] = refused.Count, ["reasons"] = new JsonArray([.. refused.Distinct().Take(20).Select(static reason => (JsonNode)reason)]) }.ToJsonString();
    }

    private async Task<long> ReplayAsync(JobWork work, IFailureStore all, string bot, long before, List<string> refused, CancellationToken cancellationToken)
    {
        RuntimeConfiguration configuration = host.Configuration;
        string? queue = configuration.Bots.FirstOrDefault(one => one.Id == bot)?.SourceQueue;
        StoreDump dump = await StoreDump.OpenAsync(all, "failures", bot, queue, cancellationToken).ConfigureAwait(false);
        await using (dump.ConfigureAwait(false))
        {
            var target = new ControlDumpTarget(host.Control);
            await using (target.ConfigureAwait(false))
            {
                long total = dump.Count;
                long sent = 0;
                // What is refused stays, and so is passed over by its place.
                for (int passed = 0; passed < dump.Count;)
                {
                    int[] numbers = [.. Enumerable.Range(passed, Math.Min(AtOnce, dump.Count - passed))];
                    DumpRecoveryResult result = await DumpRecovery.SendAsync(dump, numbers, null, configuration, target, cancellationToken).ConfigureAwait(false);
                    sent += result.Sent;
                    passed += Math.Max(result.Refused.Count, result.Sent + result.Empty == 0 ? numbers.Length : 0);
                    refused.AddRange(result.Refused.Select(static one => one.Reason));
                    await work.SaveAsync(new JobProgress(before + sent, before + total, bot), default, cancellationToken).ConfigureAwait(false);
                }

                return sent;
            }
        }
    }
}
