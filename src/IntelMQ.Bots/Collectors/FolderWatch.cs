using System.Collections.Concurrent;
using System.Threading.Channels;

namespace IntelMQ.Bots.Collectors;

/// <summary>Tells when something in a folder has changed. What the system loses count of is a change, too.</summary>
/// <param name="folder">The folder.</param>
/// <param name="time">The clock.</param>
internal sealed class FolderWatch(string folder, TimeProvider time) : IDisposable
{
    private const int MaxNames = 10_000;

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<string, bool> _renamed = new(StringComparer.Ordinal);
    private FileSystemWatcher? _watcher;
    private volatile bool _isBroken;

    /// <summary>Begins to watch, where that is not so yet, or not any more.</summary>
    /// <returns>Why the system does not watch the folder; <see langword="null"/> where it does.</returns>
    public string? Begin()
    {
        if (_watcher is not null && !_isBroken)
            return null;
        _watcher?.Dispose();
        _watcher = null;
        var watcher = new FileSystemWatcher();
        try
        {
            watcher.Path = folder;
            watcher.NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size;
            watcher.Created += (_, _) => Tell();
            watcher.Changed += (_, _) => Tell();
            watcher.Renamed += (_, renamed) => Renamed(renamed.Name);
            watcher.Error += (_, error) => Fail(error.GetException());
            _isBroken = false;
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            watcher.Dispose();
            return exception.Message.TrimEnd('.');
        }
    }

    /// <summary>Whether a file has its name by a renaming within the folder, so that nobody writes it any more. Asked once.</summary>
    public bool IsRenamed(string name) => _renamed.TryRemove(name, out _);

    /// <summary>Waits for a change, or for a time.</summary>
    public async ValueTask WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _changes.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The folder is looked at all the same.
        }
    }

    public void Dispose() => _watcher?.Dispose();

    /// <summary>What the system says where it cannot follow: too many changes at once, which end nothing, or the end of the watch.</summary>
    internal void Fail(Exception exception)
    {
        _isBroken |= exception is not InternalBufferOverflowException;
        Tell();
    }

    private void Renamed(string? name)
    {
        // Only a file that is there to be taken is asked for.
        if (_renamed.Count >= MaxNames)
            _renamed.Clear();
        if (name is not null)
            _renamed[name] = true;
        Tell();
    }

    private void Tell() => _changes.Writer.TryWrite(true);
}
