using IntelMQ.Lookups;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Keeps a deduplicator's keys in a file between runs: loads it at start, saves it at intervals and at the end.</summary>
internal sealed partial class DeduplicationState(MemoryDeduplicationCache cache, string path, TimeSpan? timeToLive, TimeProvider time, ILogger log)
{
    private readonly Lock _saving = new();
    private ITimer? _timer;
    private bool _started;
    private long _saved;

    public void Start(TimeSpan interval)
    {
        Load();
        _started = true;
        _timer = time.CreateTimer(static state => ((DeduplicationState)state!).Save(), this, interval, interval);
    }

    public void Stop()
    {
        _timer?.Dispose();
        // What was never loaded must not replace what is there.
        if (_started)
            Save();
        _started = false;
    }

    private void Load()
    {
        try
        {
            long keys = File.Exists(path) ? cache.Load(path, timeToLive) : 0;
            LogLoaded(log, keys, path);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            PutAside(exception);
        }

        _saved = cache.Changes;
    }

    private void PutAside(Exception reason)
    {
        string aside = path + ".damaged";
        try
        {
            File.Move(path, aside, overwrite: true);
            LogDamaged(log, path, aside, reason);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogDamaged(log, path, path, reason);
        }
    }

    private void Save()
    {
        lock (_saving)
        {
            long changes = cache.Changes;
            if (changes == _saved)
                return;
            try
            {
                cache.Save(path);
                _saved = changes;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotSaved(log, path, exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Loaded {Keys} keys of seen events from '{Path}'.")]
    private static partial void LogLoaded(ILogger log, long keys, string path);

    [LoggerMessage(2, LogLevel.Error, "The file of seen events '{Path}' cannot be used and was put aside as '{Aside}'; starting with none.")]
    private static partial void LogDamaged(ILogger log, string path, string aside, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "The file of seen events '{Path}' could not be saved; trying again later.")]
    private static partial void LogNotSaved(ILogger log, string path, Exception exception);
}
