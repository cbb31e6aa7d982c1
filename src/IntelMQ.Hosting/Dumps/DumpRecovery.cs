using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Dumps;

/// <summary>Sends failures that were kept, in IntelMQ's dump files or in a store, to the queues of a configuration again.</summary>
public static class DumpRecovery
{
    /// <inheritdoc cref="SendAsync(IDump, IReadOnlyCollection{int}, string, RuntimeConfiguration, IDumpTarget, CancellationToken)"/>
    /// <param name="dump">The dump; closed where it is deleted.</param>
    /// <param name="numbers">The entries' numbers; those that are not there are passed over. <see langword="null"/> for all.</param>
    /// <param name="queue">The queue, which a bot of the configuration must read; <see langword="null"/> for the one that each entry came from.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="broker">Its queues.</param>
    /// <param name="cancellationToken">Ends the sending; what was sent by then is removed.</param>
    public static async Task<DumpRecoveryResult> SendAsync(
        IDump dump,
        IReadOnlyCollection<int>? numbers,
        string? queue,
        RuntimeConfiguration configuration,
        IBroker broker,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var target = new BrokerDumpTarget(broker);
        await using (target.ConfigureAwait(false))
            return await SendAsync(dump, numbers, queue, configuration, target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends entries to a queue, and removes those that are sent, and those without a message, from the dump; a file without entries is
    /// deleted. An event for a parser becomes a report. What cannot be sent stays where it is.
    /// </summary>
    /// <param name="dump">The dump; closed where it is deleted.</param>
    /// <param name="numbers">The entries' numbers; those that are not there are passed over. <see langword="null"/> for all.</param>
    /// <param name="queue">The queue, which a bot of the configuration must read; <see langword="null"/> for the one that each entry came from.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="target">Its queues.</param>
    /// <param name="cancellationToken">Ends the sending; what was sent by then is removed.</param>
    /// <exception cref="IOException">The queues or the file cannot be used.</exception>
    /// <exception cref="InvalidDataException">The file cannot be read to its end (<see cref="IDump.Fault"/>); nothing is sent.</exception>
    public static async Task<DumpRecoveryResult> SendAsync(
        IDump dump,
        IReadOnlyCollection<int>? numbers,
        string? queue,
        RuntimeConfiguration configuration,
        IDumpTarget target,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dump);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(target);
        if (dump.Fault is not null)
            throw new InvalidDataException($"{dump.Place}: {dump.Fault}");
        var readers = configuration.Bots.Where(static bot => !QueueNames.IsCollector(bot)).ToLookup(static bot => bot.SourceQueue, StringComparer.Ordinal);
        var done = new List<int>();
        var refused = new List<DumpRefusal>();
        int sent = 0;
        try
        {
            await foreach (DumpedMessage entry in dump.ReadAsync(numbers, cancellationToken).ConfigureAwait(false))
            {
                string to = queue ?? entry.SourceQueue ?? QueueName.Of(entry.BotId).Value;
                if (!readers.Contains(to))
                    refused.Add(new DumpRefusal(entry.Number, $"No bot of the configuration reads the queue '{to}'."));
                else if (entry.IsEmpty)
                    done.Add(entry.Number);
                else if (entry.Message is not { } message || entry.Complaint is not null)
                    refused.Add(new DumpRefusal(entry.Number, entry.Complaint!));
                else
                {
                    await target.SendAsync(to, message is Event raised && readers[to].All(IsParser) ? new Report(raised) : message, cancellationToken).ConfigureAwait(false);
                    sent++;
                    done.Add(entry.Number);
                }
            }
        }
        finally
        {
            // Also after a failure: what was sent is not to be sent again.
            await dump.RemoveAsync(done, CancellationToken.None).ConfigureAwait(false);
            if (done.Count > 0 && dump.Count == 0)
                await dump.DeleteAsync().ConfigureAwait(false);
        }

        return new DumpRecoveryResult(sent, done.Count - sent, refused);
    }

    private static bool IsParser(RuntimeBot bot)
        => bot.Setting("group") is { IsScalar: true } group
            ? group.Text.Equals(nameof(BotKind.Parser), StringComparison.OrdinalIgnoreCase)
            : bot.Setting("module") is { IsScalar: true } module && module.Text.Contains(".parsers.", StringComparison.Ordinal);
}

/// <summary>What became of entries of a dump file.</summary>
/// <param name="Sent">How many were sent, and are removed.</param>
/// <param name="Empty">How many had no message, and are removed.</param>
/// <param name="Refused">Those that stay in the file.</param>
public sealed record DumpRecoveryResult(int Sent, int Empty, IReadOnlyList<DumpRefusal> Refused);

/// <summary>An entry of a dump file that stays there.</summary>
/// <param name="Number">The number that it had when the sending began.</param>
/// <param name="Reason">A sentence that says why.</param>
public sealed record DumpRefusal(int Number, string Reason);
