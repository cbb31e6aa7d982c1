using Microsoft.Extensions.Logging;

namespace IntelMQ.Intake;

/// <summary>
/// What was read from a file, read again when the file changes; looked after at most once a minute. A new file that cannot be read leaves
/// the old content in use. Thread-safe.
/// </summary>
/// <typeparam name="T">What is made of the file.</typeparam>
/// <param name="path">The file.</param>
/// <param name="load">Reads it; may throw.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log, asked for when there is something to say.</param>
public sealed partial class WatchedFile<T>(string path, Func<string, T> load, TimeProvider time, Func<ILogger> log)
    where T : class
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _loading = new();
    private volatile T? _content;
    private long _nextCheck;
    private (DateTime Written, long Length) _version;

    /// <summary>The content; loaded by the first call.</summary>
    /// <exception cref="Exception">The first load failed with what the loader throws.</exception>
    public T Content
    {
        get
        {
            T? content = _content;
            if (content is null)
                return Load();
            if (time.GetTimestamp() < Interlocked.Read(ref _nextCheck))
                return content;
            Refresh();
            return _content!;
        }
    }

    /// <summary>Reads the file again now, changed or not.</summary>
    /// <returns>Whether the new content is in use; if not, the log says why.</returns>
    public bool Reload()
    {
        lock (_loading)
        {
            Postpone();
            _version = Version();
            return TryLoad();
        }
    }

    private T Load()
    {
        lock (_loading)
        {
            if (_content is { } content)
                return content;
            _version = Version();
            content = load(path);
            Postpone();
            return _content = content;
        }
    }

    // One thread looks; the others go on with what there is.
    private void Refresh()
    {
        if (!_loading.TryEnter())
            return;
        try
        {
            Postpone();
            (DateTime Written, long Length) version = Version();
            if (version == _version || version.Length < 0)
                return;
            _version = version;
            TryLoad();
        }
        finally
        {
            _loading.Exit();
        }
    }

    private bool TryLoad()
    {
        try
        {
            _content = load(path);
            LogReloaded(log(), path);
            return true;
        }
#pragma warning disable CA1031 // Whatever is wrong with the new file, the old content serves on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotReloaded(log(), path, exception);
            return false;
        }
    }

    private void Postpone() => Interlocked.Exchange(ref _nextCheck, time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency));

    private (DateTime Written, long Length) Version()
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : (default, -1);
    }

    [LoggerMessage(1, LogLevel.Information, "Read '{Path}' again, which has changed.")]
    private static partial void LogReloaded(ILogger log, string path);

    [LoggerMessage(2, LogLevel.Error, "The changed file '{Path}' cannot be used; going on with what was read before.")]
    private static partial void LogNotReloaded(ILogger log, string path, Exception exception);
}
