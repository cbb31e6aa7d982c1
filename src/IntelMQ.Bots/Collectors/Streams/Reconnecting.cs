using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Collectors;

/// <summary>Reads a stream, and opens it again when it ends; the log says from when to when nothing was received.</summary>
/// <param name="options">Whether and when it is opened again.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The bot's log.</param>
/// <param name="name">What the stream is called in the log.</param>
internal sealed class Reconnecting(StreamOptions options, TimeProvider time, ILogger log, string name)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>How often the stream was interrupted.</summary>
    public long Interruptions { get; private set; }

    /// <summary>Reads.</summary>
    /// <param name="open">Opens the stream and reads it to its end.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The stream is refused; or cannot be opened, where it is not to be opened again.</exception>
    public async IAsyncEnumerable<CollectedReport> ReadAsync(Func<CancellationToken, IAsyncEnumerable<CollectedReport>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset? lostAt = null;
        for (int failures = 0; ; failures++)
        {
            bool received = false;
            IOException? fault;
            IAsyncEnumerator<CollectedReport> reports = open(cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (reports.ConfigureAwait(false))
            {
                while (true)
                {
                    (bool more, fault) = await MoveNextAsync(reports).ConfigureAwait(false);
                    if (!more)
                        break;
                    if (!received && lostAt is { } since)
                        log.Missed(name, since, time.GetUtcNow());
                    received = true;
                    failures = 0;
                    yield return reports.Current;
                    lostAt = time.GetUtcNow();
                }
            }

            if (!options.Reconnect && fault is not null && !received)
                throw fault;
            Interruptions++;
            TimeSpan pause = PauseAfter(failures, fault);
            log.Interrupted(name, fault?.Message ?? "it ended.", options.Reconnect ? pause : null);
            if (!options.Reconnect)
                yield break;
            lostAt ??= time.GetUtcNow();
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan PauseAfter(int failures, IOException? fault)
    {
        TimeSpan pause = options.ReconnectDelay * Math.Pow(2, Math.Min(failures, 20));
        pause = pause < LongestPause ? pause : LongestPause;
        return fault is StreamBusyException busy && busy.Wait > pause ? busy.Wait : pause;
    }

    private static async ValueTask<(bool More, IOException? Fault)> MoveNextAsync(IAsyncEnumerator<CollectedReport> reports)
    {
        try
        {
            return (await reports.MoveNextAsync().ConfigureAwait(false), null);
        }
        catch (IOException exception) when (exception is not StreamRefusedException)
        {
            return (false, exception);
        }
    }
}
