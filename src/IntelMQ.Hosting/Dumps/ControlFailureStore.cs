using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Failures;
using IntelMQ.Hosting.Control;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Hosting.Dumps;

/// <summary>The failures that a running host keeps, over its control endpoint.</summary>
/// <param name="host">The host; it belongs to the caller.</param>
/// <param name="schema">The schema of the messages.</param>
public sealed class ControlFailureStore(IHostControl host, Schema schema) : IFailureStore
{
    private const int AtOnce = 1000;

    /// <inheritdoc/>
    public async ValueTask AddAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(failures);
        var line = new Utf8Buffer(1024);
        var lines = new List<string>(failures.Count);
        foreach (Failure failure in failures)
        {
            line.Clear();
            FailureFormat.Write(lines.Count + 1, DateTimeOffset.UnixEpoch, failure, line);
            lines.Add(Encoding.UTF8.GetString(line.WrittenSpan));
        }

        await GuardAsync(() => host.KeepFailuresAsync(lines, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The host does not answer, or gives what is no failure.</exception>
    public async IAsyncEnumerable<StoredFailure> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var messages = new MessageReader(schema);
        long after = 0;
        while (true)
        {
            IReadOnlyList<string> lines = await GuardAsync(() => host.ReadFailuresAsync(after, AtOnce, cancellationToken)).ConfigureAwait(false);
            if (lines.Count == 0)
                yield break;
            foreach (string line in lines)
            {
                if (!FailureFormat.TryRead(Encoding.UTF8.GetBytes(line), messages, out StoredFailure? stored, out string? fault) || stored.Id <= after)
                    throw new IOException($"What the host gave as a failure {fault ?? "comes twice"}.");
                after = stored.Id;
                yield return stored;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default)
        => await GuardAsync(() => host.RemoveFailuresAsync(ids, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async ValueTask GuardAsync(Func<ValueTask> ask)
    {
        try
        {
            await ask().ConfigureAwait(false);
        }
        catch (ControlException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private static async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (ControlException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}
