using IntelMQ.Dashboard.Access;
using IntelMQ.Failures;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Control;

namespace IntelMQ.Dashboard.Failures;

/// <summary>What is done with one failure by hand.</summary>
internal static class FailureDesk
{
    private const int Step = 5000;

    /// <summary>Puts a failure's message, changed by hand, into the queue of the bot that it came from, and removes the failure.</summary>
    /// <returns>The queue.</returns>
    /// <exception cref="ControlException">It is no message, or the bot is no longer there.</exception>
    public static async Task<string> ReplayAsync(Workings workings, Caller caller, StoredFailure stored, string text, CancellationToken cancellationToken)
    {
        RuntimeBot bot = workings.Host.Configuration.Bots.FirstOrDefault(one => one.Id == stored.Failure.BotId)
            ?? throw new ControlException(ControlFault.NotFound, $"There is no bot '{stored.Failure.BotId}' any more.");
        string message = FailureList.Edited(stored.Failure, text);
        await workings.Trail.AddAsync(caller, "failure.replay", bot.Id, before: FailureList.OriginalOf(stored.Failure), after: text, cancellationToken: cancellationToken).ConfigureAwait(false);
        await workings.Control.PutAsync(bot.SourceQueue, message, cancellationToken).ConfigureAwait(false);
        await workings.Control.RemoveFailuresAsync([stored.Id], CancellationToken.None).ConfigureAwait(false);
        return bot.SourceQueue;
    }

    /// <summary>The highest number of a failure that is kept.</summary>
    public static async Task<long> LastAsync(FailureList failures, CancellationToken cancellationToken)
    {
        long last = 0;
        while (true)
        {
            (IReadOnlyList<StoredFailure> found, long? next) = await failures.ReadAsync(last, Step, static _ => true, cancellationToken).ConfigureAwait(false);
            last = found.Count > 0 ? found[^1].Id : last;
            if (next is null)
                return last;
        }
    }
}
