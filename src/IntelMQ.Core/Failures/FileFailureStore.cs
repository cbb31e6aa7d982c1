using System.Runtime.CompilerServices;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Failures;

/// <summary>
/// Keeps failures in a folder, within bounds of size and age, so that they outlive the process. Entries are lines of JSON that are
/// appended and never rewritten; removed ones are noted, and go with their file once all in it are removed or it is too old.
/// </summary>
/// <remarks>A crash costs nothing that <see cref="AddAsync"/> returned for; an entry torn by it is put aside at the next opening.</remarks>
/// <example><code>await using FileFailureStore failures = FileFailureStore.Open(new FileFailureStoreOptions { Folder = "failures" }, Schema.Default, TimeProvider.System, NullLogger.Instance);
/// var options = new PipelineOptions { Failures = failures };</code></example>
public sealed class FileFailureStore : IFailureStore
{
    // What is written at once; larger batches are written in several parts, and still stand whole or not at all.
    private const int PartBytes = 8 << 20;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly FileFailureStoreOptions _options;
    private readonly Schema _schema;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly FileStream _lock;
    private readonly FailureFolder _folder;
    private readonly RecentFailures _recent = new();
    private long _damaged;
    private bool _disposed;

    private FileFailureStore(FileFailureStoreOptions options, Schema schema, TimeProvider time, ILogger log, FileStream @lock)
    {
        (_options, _schema, _time, _log, _lock) = (options, schema, time, log, @lock);
        _folder = new FailureFolder(options, log);
    }

    /// <summary>How many failures were lost, since the store was opened, because it had reached its bounds.</summary>
    public long Dropped => _folder.Dropped;

    /// <summary>How many entries could not be read, since the store was opened; counted anew with each reading.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>Opens a store, and makes its folder where it is missing. One process at a time may have it open.</summary>
    /// <param name="options">Where, and how many.</param>
    /// <param name="schema">The schema of the messages.</param>
    /// <param name="time">The clock of <see cref="StoredFailure.Time"/> and of the failures' age.</param>
    /// <param name="log">Told of failures that had to go, and of damage.</param>
    /// <exception cref="IOException">Somebody else has the store open, or the folder cannot be used.</exception>
    public static FileFailureStore Open(FileFailureStoreOptions options, Schema schema, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(log);
        log = PrintableLogs.Over(log);
        options.ThrowIfInvalid();
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(options.Folder);
            held = TakeLock(options.Folder);
            var store = new FileFailureStore(options, schema, time, log, held);
            store._folder.Load(time.GetUtcNow());
            store.LoadRecent();
            return store;
        }
        catch (UnauthorizedAccessException exception)
        {
            held?.Dispose();
            throw new IOException($"The failure store '{options.Folder}' cannot be used: {exception.Message}", exception);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask AddAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(failures);
        if (failures.Count == 0)
            return;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            failures = _recent.NewOf(failures);
            if (failures.Count == 0)
                return;
            DateTimeOffset now = _time.GetUtcNow();
            FailureSegment segment = _folder.SegmentForMore();
            IReadOnlyList<ReadOnlyMemory<byte>> parts = Write(failures, segment.EndId, now);
            segment.Length = AppendOnly.Write(segment.Path, segment.Length, parts, _options.FlushToDisk);
            segment.FirstTime ??= now;
            segment.LastTime = now;
            for (int i = 0; i < failures.Count; i++)
                _recent.Add(failures[i].Id, segment.EndId + i);
            segment.EndId += failures.Count;
            _folder.Bound(now);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>An entry that is damaged, or whose message does not fit the schema, is passed over, logged and counted.</remarks>
    public async IAsyncEnumerable<StoredFailure> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<(FailureSegment Segment, long Length, HashSet<long> Removed)> segments;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            segments = [.. _folder.Segments.Select(static segment => (segment, segment.Length, segment.Removed()))];
        }
        finally
        {
            _gate.Release();
        }

        var messages = new MessageReader(_schema);
        foreach ((FailureSegment segment, long length, HashSet<long> removed) in segments)
        {
            if (length == 0 || !TryOpen(segment, out FileStream? file))
                continue;
            await using (file.ConfigureAwait(false))
            {
                var lines = new SegmentReader(file, length);
                while (Next(lines, segment, messages, removed) is { } failure)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return failure;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _folder.Remove(ids);
            _recent.Remove(ids);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        _disposed = true;
        await _lock.DisposeAsync().ConfigureAwait(false);
        _gate.Release();
    }

    private static FileStream TakeLock(string folder)
    {
        string path = Path.Combine(folder, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception)
        {
            throw new IOException($"The failure store '{folder}' is open already, in this process or another: '{path}' is locked ({exception.Message}).", exception);
        }
    }

    // What is done again after a crash was stored last.
    private void LoadRecent()
    {
        foreach (FailureSegment segment in _folder.Segments.Where(static segment => segment.Length > 0).TakeLast(2))
        {
            using FileStream file = segment.Open();
            var lines = new SegmentReader(file, segment.Length);
            while (lines.TryReadLine(out ReadOnlySpan<byte> line))
            {
                if (FailureLine.TryReadHead(line, out long number, out _) && !segment.IsRemoved(number))
                    _recent.Add(FailureLine.ReadId(line), number);
            }
        }
    }

    private List<ReadOnlyMemory<byte>> Write(IReadOnlyList<Failure> failures, long id, DateTimeOffset now)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var buffer = new Utf8Buffer(4096);
        foreach (Failure failure in failures)
        {
            FailureLine.Write(id++, now, Fitting(failure), buffer);
            if (buffer.Length < PartBytes)
                continue;
            parts.Add(buffer.WrittenMemory);
            buffer = new Utf8Buffer(4096);
        }

        if (buffer.Length > 0)
            parts.Add(buffer.WrittenMemory);
        return parts;
    }

    // One failure must not push out all others.
    private Failure Fitting(Failure failure)
    {
        long bytes = failure.Message.Raw.Length;
        if (bytes <= _options.MaxTotalBytes / 4)
            return failure;
        _log.Cut(bytes);
        return FailureTruncation.Cut(failure);
    }

    private StoredFailure? Next(SegmentReader lines, FailureSegment segment, MessageReader messages, HashSet<long> removed)
    {
        while (lines.TryReadLine(out ReadOnlySpan<byte> line))
        {
            if (FailureLine.TryReadHead(line, out long id, out _) && (removed.Contains(id) || !segment.Contains(id)))
                continue;
            if (FailureLine.Read(line, messages, out string? fault) is { } failure)
                return failure;
            Interlocked.Increment(ref _damaged);
            _log.Damaged(segment.Path, lines.Position, fault!);
        }

        return null;
    }

    private static bool TryOpen(FailureSegment segment, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FileStream? file)
    {
        try
        {
            file = segment.Open();
            return true;
        }
        catch (FileNotFoundException)
        {
            // Everything in it was removed meanwhile.
            file = null;
            return false;
        }
    }
}
