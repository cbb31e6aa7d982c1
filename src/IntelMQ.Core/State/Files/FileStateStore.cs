using System.Text;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.State;

/// <summary>
/// Keeps state in one file of a folder, and all of it in memory as well: changes are appended, those of callers that wait at the same time
/// together, and the file is written anew where most of it is history.
/// </summary>
/// <remarks>
/// Of keys a 128-bit digest is kept, in 26 to 32 bytes of memory and 23 of the file. A crash costs nothing that
/// <see cref="ApplyAsync"/> returned for: half a record at the file's end is cut off at the next opening; a damaged file is copied aside,
/// and what stands before the damage is used.
/// </remarks>
/// <example><code>await using FileStateStore state = await FileStateStore.OpenAsync(new FileStateStoreOptions { Folder = "state" }, TimeProvider.System, NullLogger.Instance);</code></example>
public sealed class FileStateStore : IStateStore
{
    private const int MaxRecord = 1 << 30;
    private const int GroupSize = 16 << 20;

    private readonly Lock _gate = new();
    private readonly FileStream _lock;
    private readonly StateFile _file;
    private readonly StateIndex _index;
    private readonly Utf8Buffer _record = new(4096);

    // What the record being written declares.
    private readonly List<StateFileSpace> _declared = [];
    private Queue<Request> _requests = new();
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _disposed;

    private FileStateStore(FileStream @lock, StateFile file, StateIndex index)
    {
        (_lock, _file, _index) = (@lock, file, index);
    }

    /// <inheritdoc/>
    public StateTraits Traits => StateTraits.Durable;

    /// <summary>Opens a store, and makes its folder where it is missing.</summary>
    /// <param name="options">Where, and how.</param>
    /// <param name="time">The clock, for what is forgotten after a time.</param>
    /// <param name="log">Told of damage.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">Somebody else has the store open, or the folder cannot be used.</exception>
    /// <exception cref="InvalidDataException">The file is of a newer version.</exception>
    public static Task<FileStateStore> OpenAsync(FileStateStoreOptions options, TimeProvider time, ILogger log, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(log);
        return Task.Run(() => Open(options, time, PrintableLogs.Over(log)), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(space.Name), StateLimits.MaxKey, nameof(space));
        var request = new Request { Space = space };
        await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return request.Opened!;
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.Count == 0 ? new(CommitOutcome.Stored) : new(SendAsync(new Request { Changes = changes }, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task writing;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            writing = _writing;
        }

        await writing.ConfigureAwait(false);
        _file.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The folder of a pipeline's state below the folder for what outlives the process.</summary>
    internal static string FolderFor(string folder, string pipeline)
    {
        var name = new StringBuilder();
        foreach (char letter in pipeline)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
                name.Append(letter);
            else
                name.Append('%').Append(((int)letter).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
        }

        return Path.Combine(folder, name.Append(".state").ToString());
    }

    private static FileStateStore Open(FileStateStoreOptions options, TimeProvider time, ILogger log)
    {
        FileStream? held = null;
        StateFile? file = null;
        try
        {
            Directory.CreateDirectory(options.Folder);
            held = TakeLock(options.Folder);
            file = new StateFile(Path.Combine(options.Folder, "state.log"), options.FlushToDisk, time, log);
            var index = new StateIndex(time);
            file.Open(index);
            return new FileStateStore(held, file, index);
        }
        catch (Exception exception)
        {
            file?.Dispose();
            held?.Dispose();
            if (exception is UnauthorizedAccessException)
                throw new IOException($"The state store '{options.Folder}' cannot be used: {exception.Message}", exception);
            throw;
        }
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
            throw new IOException($"The state store '{folder}' is open already, in this process or another: '{path}' is locked ({exception.Message}).", exception);
        }
    }

    private Task<CommitOutcome> SendAsync(Request request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _requests.Enqueue(request);
            if (!_isWriting)
            {
                _isWriting = true;
                _writing = Task.Run(WriteAll, CancellationToken.None);
            }
        }

        return request.Done.Task;
    }

    private void WriteAll()
    {
        var group = new List<(Request Request, CommitOutcome Outcome)>();
        while (true)
        {
            Queue<Request> requests;
            lock (_gate)
            {
                if (_requests.Count == 0)
                {
                    _isWriting = false;
                    return;
                }

                (requests, _requests) = (_requests, new Queue<Request>());
            }

            while (requests.Count > 0)
            {
                group.Clear();
                Gather(requests, group);
                Store(group);
            }

            if (_file.IsWorthCompacting)
                _file.TryCompact(_index);
        }
    }

    // Takes what fits into one record.
    private void Gather(Queue<Request> requests, List<(Request Request, CommitOutcome Outcome)> group)
    {
        StateIndex.Begin(_record);
        _declared.Clear();
        var added = new HashSet<(string Space, UInt128 Key)>();
        while (_record.Length < GroupSize && requests.TryDequeue(out Request? request))
        {
            int before = _record.Length;
            try
            {
                CommitOutcome outcome = request.Space is null ? Write(request.Changes, added) : Open(request);
                group.Add((request, outcome));
            }
#pragma warning disable CA1031 // What is wrong with one request must not cost the others.
            catch (Exception exception)
            {
                // Declarations in it are written again with what needs them.
                _record.Truncate(before);
                _declared.Clear();
                request.Done.SetException(exception);
            }
#pragma warning restore CA1031
        }
    }

    private void Store(List<(Request Request, CommitOutcome Outcome)> group)
    {
        try
        {
            if (_record.Length > StateLog.HeadSize)
            {
                _index.WriteMark(_record);
                _file.Append(StateLog.Sealed(_record));
                _index.IsMarked();
            }
        }
        catch (IOException exception)
        {
            foreach ((Request request, _) in group)
                request.Done.SetException(exception);
            return;
        }

        foreach (StateFileSpace space in _declared)
            space.IsWritten = true;
        foreach ((Request request, CommitOutcome outcome) in group)
        {
            if (outcome.IsStored)
            {
                foreach (StateChange change in request.Changes)
                    _index.Find(change.Space).Content.Apply(change);
            }

            request.Done.SetResult(outcome);
        }
    }

    private CommitOutcome Open(Request request)
    {
        StateFileSpace space = _index.Open(request.Space!);
        Declare(space);
        request.Opened = space.Content;
        return CommitOutcome.Stored;
    }

    private void Declare(StateFileSpace space)
    {
        if (space.IsWritten || _declared.Contains(space))
            return;
        StateLog.WriteSpace(_record, space.Number, space.Declaration);
        _declared.Add(space);
    }

    private CommitOutcome Write(IReadOnlyList<StateChange> changes, HashSet<(string Space, UInt128 Key)> added)
    {
        List<int>? conflicts = null;
        for (int i = 0; i < changes.Count; i++)
        {
            StateChange change = changes[i];
            if (change.Condition == StateCondition.Absent
                && (_index.Find(change.Space).Content.Contains(change.Key.Span) || added.Contains((change.Space, MemoryKeySpace.DigestOf(change.Key.Span).FirstHalf))))
                (conflicts ??= []).Add(i);
        }

        if (conflicts is not null)
            return CommitOutcome.Refused(conflicts);
        for (int i = 0; i < changes.Count; i++)
        {
            StateChange change = changes[i];
            StateFileSpace space = _index.Find(change.Space);
            Declare(space);
            StateIndex.Write(_record, space, change);
            if (_record.Length > MaxRecord)
                throw new ArgumentException("The changes are too many to be stored at once.");
            added.Add((change.Space, MemoryKeySpace.DigestOf(change.Key.Span).FirstHalf));
        }

        return CommitOutcome.Stored;
    }

    private sealed class Request
    {
        public StateSpaceDeclaration? Space { get; init; }

        public IReadOnlyList<StateChange> Changes { get; init; } = [];

        public IStateSpace? Opened { get; set; }

        public TaskCompletionSource<CommitOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
