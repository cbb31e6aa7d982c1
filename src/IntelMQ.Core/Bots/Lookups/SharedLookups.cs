using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots;

/// <summary>
/// The second level of a look-up's cache, behind a <see cref="LookupCache{T}"/>: answers that outlive the process, such as on a server that bots
/// in Python read and write as well. Where it fails, the service is asked.
/// </summary>
/// <typeparam name="T">The answers.</typeparam>
/// <param name="answers">Keeps them; <see langword="null"/> where nothing is shared.</param>
/// <param name="read">Reads a text; false where it is none that can be used.</param>
/// <param name="write">Writes an answer; <see langword="null"/> where it is not to be shared.</param>
/// <param name="log">Told when that fails.</param>
public sealed partial class SharedLookups<T>(ISharedAnswers? answers, SharedAnswerReader<T> read, Func<T, string?> write, ILogger log)
{
    private int _failures;

    /// <summary>What is shared, or what the service answers, which then is.</summary>
    /// <param name="key">The key; <see langword="null"/> for what is not shared.</param>
    /// <param name="ask">Asks the service.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Answer<T>> GetAsync(string? key, Func<CancellationToken, Task<Answer<T>>> ask, CancellationToken cancellationToken)
    {
        if (answers is null || key is null)
            return await ask(cancellationToken).ConfigureAwait(false);
        if (await FindAsync(key, cancellationToken).ConfigureAwait(false) is { } known && read(known.Text, out T value))
            return new Answer<T>(value, known.KeptFor ?? TimeSpan.MaxValue);
        Answer<T> fresh = await ask(cancellationToken).ConfigureAwait(false);
        if (fresh.KeepFor > TimeSpan.Zero && write(fresh.Value) is { } text)
            await KeepAsync(key, new SharedAnswer(text, fresh.KeepFor == TimeSpan.MaxValue ? null : fresh.KeepFor), cancellationToken).ConfigureAwait(false);
        return fresh;
    }

    private async Task<SharedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await answers!.FindAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            Note(exception);
            return null;
        }
    }

    private async Task KeepAsync(string key, SharedAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            await answers!.KeepAsync(key, answer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            Note(exception);
        }
    }

    private void Note(IOException exception)
    {
        if (Interlocked.Increment(ref _failures) is 1 or 100 or 10_000 or 1_000_000)
            LogFailed(log, exception.Message);
    }

    [LoggerMessage(1, LogLevel.Warning, "The cache of answers cannot be used, so the service is asked: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
