using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Failures;

/// <summary>
/// A dump file of IntelMQ's that is held open: its entries are counted, read, and removed when they are dealt with. While it is open,
/// IntelMQ's bots and <c>intelmqdump</c> leave it alone; bots wait for a minute with what they have to add. One entry at a time is in
/// memory. Used by one thread at a time.
/// </summary>
public sealed class DumpFile : IDump
{
    private const int PartBytes = 64 << 10;

    private readonly FileStream _file;
    private readonly Schema _schema;
    // The entry's place in the file, by its number.
    private List<(string Key, int Place)> _entries = [];

    private DumpFile(FileStream file, Schema schema)
    {
        _file = file;
        _schema = schema;
    }

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The file's path.</summary>
    public string Path => _file.Name;

    string IDump.Place => Path;

    /// <summary>What is wrong with the file where it cannot be read to its end: then nothing of it can be removed but the file.</summary>
    public string? Fault { get; private set; }

    /// <summary>Opens a dump file, and goes through it once.</summary>
    /// <param name="path">The file, <c>BOTID.dump</c>.</param>
    /// <param name="schema">The schema of the messages.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file is not there, or somebody else holds it open.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be changed.</exception>
    public static async Task<DumpFile> OpenAsync(string path, Schema schema, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(schema);
        var dump = new DumpFile(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous), schema);
        try
        {
            await dump.IndexAsync(cancellationToken).ConfigureAwait(false);
            return dump;
        }
        catch
        {
            await dump.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads entries, in the file's order.</summary>
    /// <param name="numbers">Their numbers; those that are not there are passed over. <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<DumpedMessage> ReadAsync(IReadOnlyCollection<int>? numbers, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Dictionary<int, int> numberOf = PlacesOf(numbers);
        var messages = new MessageReader(_schema);
        DumpReader members = FromStart();
        for (int place = 0; await members.ReadAsync(cancellationToken).ConfigureAwait(false); place++)
        {
            if (numberOf.TryGetValue(place, out int number))
                yield return Read(number, members, messages);
        }
    }

    /// <summary>Removes entries; the others keep their texts, and are numbered anew. A file without entries stays.</summary>
    /// <remarks>
    /// What stays is written beside the file, as <c>BOTID.dump.part</c>, before the file itself is written over, so that IntelMQ's bots which
    /// wait for it find it. Where the process ends in between, that part holds all entries that were to stay.
    /// </remarks>
    /// <param name="numbers">Their numbers; those that are not there are passed over.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is changed then.</param>
    /// <exception cref="InvalidDataException">The file cannot be read to its end, see <see cref="Fault"/>.</exception>
    /// <exception cref="IOException">There is no room, or a part is left of an earlier attempt.</exception>
    public Task RemoveAsync(IReadOnlyCollection<int> numbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ThrowIfDamaged();
        Dictionary<int, int> removed = PlacesOf(numbers);
        return removed.Count == 0 ? Task.CompletedTask : RewriteAsync(place => removed.ContainsKey(place) ? null : static value => value, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The message is kept as text, also where it was Base64. The file is written as by <see cref="RemoveAsync"/>.</remarks>
    public Task ReplaceAsync(int number, Message message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
        ThrowIfDamaged();
        int changed = _entries[number].Place;
        return RewriteAsync(place => place == changed ? value => DumpEntry.WithMessage(value, message) : static value => value, cancellationToken);
    }

    /// <summary>Deletes the file, and closes it.</summary>
    public async ValueTask DeleteAsync()
    {
        File.Delete(Path);
        _entries = [];
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static DumpedMessage Read(int number, DumpReader entry, MessageReader messages)
    {
        (string? queue, bool isEmpty) = DumpEntry.ReadQueue(entry.Value.Span);
        if (isEmpty)
            return new DumpedMessage(number, entry.Key) { SourceQueue = queue, IsEmpty = true };
        StoredFailure? failure = DumpEntry.Read(number, entry.Key, entry.Value.Span, messages, out string? complaint);
        return new DumpedMessage(number, entry.Key)
        {
            BotId = failure?.Failure.BotId ?? "",
            SourceQueue = queue,
            Reason = failure?.Failure.Reason ?? "",
            Message = failure?.Failure.Message,
            Complaint = complaint,
        };
    }

    private void ThrowIfDamaged()
    {
        if (Fault is not null)
            throw new InvalidDataException($"{Path}: {Fault}");
    }

    // What becomes of the entry at a place of the file; it goes where that is nothing.
    private async Task RewriteAsync(Func<int, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>?> changeOf, CancellationToken cancellationToken)
    {
        string partPath = $"{Path}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        bool isWritten = false;
        var part = new FileStream(partPath, options);
        try
        {
            await using (part.ConfigureAwait(false))
            {
                await CopyKeptAsync(changeOf, part, cancellationToken).ConfigureAwait(false);
                part.Flush(flushToDisk: true);
                isWritten = true;
                (part.Position, _file.Position) = (0, 0);
                await part.CopyToAsync(_file, CancellationToken.None).ConfigureAwait(false);
                _file.SetLength(part.Length);
                _file.Flush(flushToDisk: true);
                isWritten = false;
            }
        }
        finally
        {
            if (!isWritten)
                File.Delete(partPath);
        }

        await IndexAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task CopyKeptAsync(Func<int, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>?> changeOf, Stream output, CancellationToken cancellationToken)
    {
        DumpReader members = FromStart();
        var buffer = new Utf8Buffer(PartBytes);
        bool any = false;
        for (int place = 0; await members.ReadAsync(cancellationToken).ConfigureAwait(false); place++)
        {
            if (changeOf(place) is not { } change)
                continue;
            buffer.Append(any ? ",\n    "u8 : "{\n    "u8);
            any = true;
            PythonJson.WriteString(Encoding.UTF8.GetBytes(members.Key), buffer, ascii: true);
            buffer.Append(": "u8);
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.Clear();
            await output.WriteAsync(change(members.Value), cancellationToken).ConfigureAwait(false);
        }

        buffer.Append(any ? "\n}"u8 : "{}"u8);
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    private async Task IndexAsync(CancellationToken cancellationToken)
    {
        var entries = new List<(string Key, int Place)>();
        DumpReader members = FromStart();
        while (await members.ReadAsync(cancellationToken).ConfigureAwait(false))
            entries.Add((members.Key, entries.Count));
        Fault = members.Fault;
        _entries = [.. entries.OrderBy(static entry => entry.Key, StringComparer.Ordinal).ThenBy(static entry => entry.Place)];
    }

    private DumpReader FromStart()
    {
        _file.Position = 0;
        return new DumpReader(_file);
    }

    // The numbers by the places.
    private Dictionary<int, int> PlacesOf(IReadOnlyCollection<int>? numbers)
        => (numbers ?? [.. Enumerable.Range(0, Count)]).Distinct().Where(number => number >= 0 && number < Count).ToDictionary(number => _entries[number].Place);
}
