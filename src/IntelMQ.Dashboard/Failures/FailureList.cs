using System.Text;
using IntelMQ.Failures;
using IntelMQ.Hosting.Control;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Dashboard.Failures;

/// <summary>Reads the failures that a host keeps, page by page.</summary>
internal sealed class FailureList(IHostControl control, Schema schema)
{
    private const int AtOnce = 1000;

    // What is looked through for one page where little of it is wanted.
    private const int MostLookedAt = 50_000;

    /// <summary>Reads a page.</summary>
    /// <param name="after">Only failures with higher numbers.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="isWanted">Which.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The failures, oldest first, and after which number the next page begins; <see langword="null"/> where there is none.</returns>
    /// <exception cref="ControlException">The host cannot tell.</exception>
    public async Task<(IReadOnlyList<StoredFailure> Found, long? Next)> ReadAsync(long after, int count, Func<StoredFailure, bool> isWanted, CancellationToken cancellationToken)
    {
        var messages = new MessageReader(schema);
        var found = new List<StoredFailure>();
        for (int looked = 0; looked < MostLookedAt;)
        {
            IReadOnlyList<string> lines = await control.ReadFailuresAsync(after, AtOnce, cancellationToken).ConfigureAwait(false);
            if (lines.Count == 0)
                return (found, null);
            looked += lines.Count;
            foreach (string line in lines)
            {
                if (!FailureFormat.TryRead(Encoding.UTF8.GetBytes(line), messages, out StoredFailure? stored, out _))
                    continue;
                if (isWanted(stored) && found.Count == count)
                    return (found, after);
                after = stored.Id;
                if (isWanted(stored))
                    found.Add(stored);
            }
        }

        return (found, after);
    }

    /// <summary>The failure of a number; <see langword="null"/> where there is none any more.</summary>
    public async Task<StoredFailure?> FindAsync(long number, CancellationToken cancellationToken)
        => number > 0 && (await ReadAsync(number - 1, 1, static _ => true, cancellationToken).ConfigureAwait(false)).Found is [var found] && found.Id == number ? found : null;

    /// <summary>What was to be processed, as people read it: the line of a report, else the message as JSON.</summary>
    public static string OriginalOf(Failure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Message is Report report ? Encoding.UTF8.GetString(report.Raw.Span) : failure.Message.ToString();
    }

    /// <summary>The message with another line, or another JSON, in the place of the original.</summary>
    /// <exception cref="ControlException">It is no message.</exception>
    public static string Edited(Failure failure, string text)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.Message is not Report report)
            return text;
        var changed = new Report(Encoding.UTF8.GetBytes(text), report.Schema);
        foreach ((string name, _) in report.AsEnumerable().Where(static field => field.Key != "raw"))
            changed[name] = report[name];
        return changed.ToString();
    }
}
