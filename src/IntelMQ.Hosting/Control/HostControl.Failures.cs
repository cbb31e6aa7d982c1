using System.Text;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Hosting.Control;

// What is done with failures that are kept.
internal sealed partial class HostControl
{
    private const int MostFailures = 100_000;
    private const int MostGroups = 1000;

    // About how much is told at once.
    private const int MostBytes = 8 << 20;
    private const int MostLines = 5000;

    public ValueTask<HostFailures> GetFailuresAsync(CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            var groups = new Dictionary<(string Bot, string Reason), (long Count, DateTimeOffset Last)>();
            long counted = 0;
            bool isComplete = true;
            await foreach (StoredFailure stored in pipeline.Failures.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                (string, string) key = (stored.Failure.BotId, stored.Failure.Reason);
                if (counted == MostFailures || (groups.Count == MostGroups && !groups.ContainsKey(key)))
                {
                    isComplete = false;
                    break;
                }

                groups[key] = (groups.GetValueOrDefault(key).Count + 1, stored.Time);
                counted++;
            }

            return new HostFailures(
                [.. groups.OrderByDescending(static group => group.Value.Count).Select(static group => new HostFailureGroup(group.Key.Bot, group.Key.Reason, group.Value.Count, group.Value.Last))],
                counted,
                isComplete);
        });

    public ValueTask<IReadOnlyList<string>> ReadFailuresAsync(long after, int max, CancellationToken cancellationToken = default)
        => GuardAsync<IReadOnlyList<string>>(async () =>
        {
            var lines = new List<string>();
            long bytes = 0;
            var line = new Utf8Buffer(1024);
            await foreach (StoredFailure stored in pipeline.Failures.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (stored.Id <= after)
                    continue;
                if (lines.Count >= Math.Clamp(max, 1, MostLines) || bytes > MostBytes)
                    break;
                line.Clear();
                FailureFormat.Write(stored.Id, stored.Time, stored.Failure, line);
                bytes += line.Length;
                lines.Add(Encoding.UTF8.GetString(line.WrittenSpan));
            }

            return lines;
        });

    public ValueTask RemoveFailuresAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken = default)
        => new(GuardAsync(async () =>
        {
            await pipeline.Failures.RemoveAsync(numbers, cancellationToken).ConfigureAwait(false);
            return true;
        }).AsTask());

    public ValueTask KeepFailuresAsync(IReadOnlyList<string> failures, CancellationToken cancellationToken = default)
        => new(GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(failures);
            var messages = new MessageReader(schema);
            var read = new List<Failure>(failures.Count);
            foreach (string line in failures)
            {
                if (!FailureFormat.TryRead(Encoding.UTF8.GetBytes(line), messages, out StoredFailure? stored, out string? fault))
                    throw new ControlException(ControlFault.Invalid, $"What is to be kept {fault}.");
                read.Add(stored.Failure);
            }

            await pipeline.Failures.AddAsync(read, cancellationToken).ConfigureAwait(false);
            return true;
        }).AsTask());
}
