using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Collectors;

/// <summary>
/// Collects the files of a folder, without those below it: each gives one report, or several where it is large or an archive. Symbolic
/// links, empty and special files are passed over; so is what somebody else holds locked.
/// </summary>
/// <remarks>
/// A file is deleted, where asked for, once all its reports are settled, and only if it is still what was read. Until then it is not
/// collected again. A file that was changed within <c>minimum_age</c> may still be written: it is looked at once more a moment later. A file
/// that cannot be used (a cut or damaged archive, a line that is too long) is a failure with the file's path and
/// data; what was read of it before goes on, it is never deleted, and it is not tried again until it changes.
/// With <c>watch</c> the turn does not end: the folder tells what comes, each file is taken once while it is what it was, and once a
/// <c>watch_interval</c> the folder is looked at all the same. A file that is renamed within the folder is whole and taken at once; one that is
/// moved here from another folder as soon as its last change is <c>minimum_age</c> old.
/// </remarks>
/// <example><code>var collector = new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".csv", Name = "Example Feed" });</code></example>
[Bot("intelmq.bots.collectors.file.collector_file", BotKind.Collector, Summary = "Collects the files of a folder, unpacks them and cuts large ones.")]
public sealed partial class FileCollector : Collector
{
    // A run waits no longer for files that may be finished soon.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // Timers and the clock of the disk do not go in the same steps.
    private static readonly TimeSpan TimerStep = TimeSpan.FromMilliseconds(50);

    private readonly FileCollectorOptions _options;
    private readonly FileNamePattern _pattern;
    private readonly string _folder;
    private readonly QuietFiles _quiet;

    // Files that are not to be collected again while they are what they were: on their way, deleted in vain, or unusable.
    private readonly ConcurrentDictionary<string, FileStamp> _done = new(StringComparer.Ordinal);
    private string? _realFolder;

    /// <summary>Creates the collector.</summary>
    /// <exception cref="BotConfigurationException">The parameters cannot be used.</exception>
    public FileCollector(FileCollectorOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the collector.</summary>
    /// <exception cref="BotConfigurationException">The parameters cannot be used.</exception>
    public FileCollector(FileCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _pattern = new FileNamePattern(options.Postfix ?? "");
        _folder = Path.GetFullPath(options.Path);
        _quiet = new QuietFiles(options.MinimumAge, services.Time);
    }

    /// <summary>Checks that the folder is there.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder))
            throw new BotConfigurationException(nameof(FileCollector), [$"path cannot be '{_folder}': it is not a folder."]);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<CollectedReport> CollectAsync(CancellationToken cancellationToken)
        => _options.Watch ? WatchAsync(cancellationToken) : LookAsync(cancellationToken);

    private async IAsyncEnumerable<CollectedReport> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (FileInfo file in QuietAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using FileStream? stream = TryOpen(file, out Failure? refused);
            if (refused is not null)
                yield return new CollectedReport(refused);
            if (stream is null)
                continue;
            var stamp = new FileStamp(stream.Length, File.GetLastWriteTimeUtc(stream.SafeFileHandle));
            var source = new CollectedSource(_ =>
            {
                Settle(file.FullName, stamp);
                return ValueTask.CompletedTask;
            });
            if (_options.DeleteFile || _options.Watch)
                _done[file.FullName] = stamp;
            bool readToEnd = false;
            int piece = 0;
            Failure? failure = null;
            IAsyncEnumerator<FilePiece> pieces = PiecesAsync(stream, file.Name, cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                while (true)
                {
                    (bool more, failure) = await MoveNextAsync(pieces, stream, file, stamp).ConfigureAwait(false);
                    readToEnd = !more && failure is null;
                    if (!more)
                        break;
                    string identity = string.Create(CultureInfo.InvariantCulture, $"{file.FullName}\n{stamp.Length}\n{stamp.LastWrite.Ticks}\n{piece++}");
                    yield return NewPart(source, ReportOf(pieces.Current.Data, pieces.Current.Name, file.FullName), [], Encoding.UTF8.GetBytes(identity));
                }
            }
            finally
            {
                await pieces.DisposeAsync().ConfigureAwait(false);
                // Not read to its end, by a fault that may pass or because nobody asked for more.
                if (!readToEnd && failure is null or { Exception: IOException and not EndOfStreamException })
                    _done.TryRemove(file.FullName, out _);
            }

            if (readToEnd)
                await source.CompleteAsync(cancellationToken).ConfigureAwait(false);
            if (failure is not null)
                yield return new CollectedReport(failure);
        }
    }

    // Those that may still be written are looked at once more, a moment later; then they are left for the next run.
    private async IAsyncEnumerable<FileInfo> QuietAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var young = new List<FileInfo>();
        foreach (FileInfo file in Candidates())
        {
            if (IsDone(file) || _watch?.IsRenamed(file.Name) == true || _quiet.IsQuiet(file))
                yield return file;
            else
                young.Add(file);
        }

        if (young.Count == 0)
            yield break;
        if (_options.MinimumAge <= LongestWait)
            await Task.Delay(young.Max(_quiet.WaitFor) + TimerStep, Services.Time, cancellationToken).ConfigureAwait(false);
        foreach (FileInfo file in young)
        {
            file.Refresh();
            if (_quiet.IsQuiet(file))
            {
                yield return file;
            }
            else
            {
                _hasYoung = true;
                Log.Young(file.FullName);
            }
        }
    }

    private bool IsDone(FileInfo file) => _done.TryGetValue(file.FullName, out FileStamp done) && file.Exists && done == FileStamp.Of(file);

    private FileInfo[] Candidates()
    {
        FileInfo[] files;
        try
        {
            files = [.. new DirectoryInfo(_folder).EnumerateFiles().Where(file => _pattern.Matches(file.Name))];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The folder '{_folder}' cannot be read: {exception.Message}", exception);
        }

        foreach (string path in _done.Keys)
        {
            if (!File.Exists(path))
                _done.TryRemove(path, out _);
        }

        _quiet.Forget();
        Array.Sort(files, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return files;
    }

    private FileStream? TryOpen(FileInfo file, out Failure? failure)
    {
        failure = null;
        FileStream? stream = null;
        try
        {
            file.Refresh();
            // Pipes, sockets and devices have no length: they are passed over with the empty files, before an attempt to open them waits.
            if (!file.Exists || file.LinkTarget is not null || file.Length == 0)
                return null;
            if (IsDone(file))
                return null;
            stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            if (OpenedFile.IsAt(stream, file, _realFolder ??= OpenedFile.RealPath(_folder)))
                return stream;
            Log.Swapped(file.FullName);
        }
        catch (UnauthorizedAccessException exception)
        {
            _done[file.FullName] = FileStamp.Of(file);
            failure = FailureOf(default, file, $"must not be read: {exception.Message.TrimEnd('.')}", 0, exception);
        }
        catch (IOException exception)
        {
            Log.Skipped(file.FullName, exception.Message);
        }

        stream?.Dispose();
        return null;
    }

    // Whether there is another piece, or why there is none.
    private async ValueTask<(bool More, Failure? Failure)> MoveNextAsync(IAsyncEnumerator<FilePiece> pieces, FileStream stream, FileInfo file, FileStamp stamp)
    {
        try
        {
            return (await pieces.MoveNextAsync().ConfigureAwait(false), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            _done[file.FullName] = stamp;
            (byte[] data, long cutFrom) = await OpenedFile.ReadForFailureAsync(stream).ConfigureAwait(false);
            return (false, FailureOf(data, file, exception.Message.TrimEnd('.'), cutFrom, exception));
        }
        catch (IOException exception)
        {
            return (false, FailureOf(default, file, $"cannot be read: {exception.Message.TrimEnd('.')}", 0, exception));
        }
    }

    private Failure FailureOf(ReadOnlyMemory<byte> data, FileInfo file, string reason, long cutFrom, Exception exception)
        => new(ReportOf(data, file.Name, file.FullName), $"The file '{file.FullName}' {reason}. It stays where it is.")
        {
            TruncatedFrom = cutFrom,
            Exception = exception,
        };

    private async IAsyncEnumerable<FilePiece> PiecesAsync(FileStream file, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_options.ExtractFiles.IsNone)
        {
            await foreach (byte[] chunk in ReportChunks.ReadAsync(file, _options.PlanFor(name), cancellationToken).ConfigureAwait(false))
                yield return new FilePiece(name, chunk);
            yield break;
        }

        bool any = false;
        var budget = new UnpackBudget(_options.MaxUnpackedSize, _options.MaxUnpackRatio);
        await foreach (ArchiveEntry entry in Archive.ReadAsync(file, name, _options.ExtractFiles, budget, cancellationToken).ConfigureAwait(false))
        {
            any = true;
            await foreach (byte[] chunk in ReportChunks.ReadAsync(entry.Content, _options.PlanFor(entry.Name), cancellationToken).ConfigureAwait(false))
                yield return new FilePiece(entry.Name, chunk);
        }

        if (!any)
            throw new InvalidDataException(Archive.NothingIn(_options.ExtractFiles));
    }

    private Report ReportOf(ReadOnlyMemory<byte> data, string name, string path)
    {
        Report report = NewReport(data);
        report.Set("extra.file_name", FieldValue.Text(Encoding.UTF8.GetBytes(name)));
        string url = OperatingSystem.IsWindows() ? $"file://localhost/{path.Replace('\\', '/')}" : $"file://localhost{path}";
        // A path that no URL can be made of has none: the report is worth more than where it came from.
        report.Set(Fields.Feed.Url, url);
        return report;
    }

    private void Settle(string path, FileStamp stamp)
    {
        if (!_options.DeleteFile)
            return;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.LinkTarget is not null)
                return;
            if (FileStamp.Of(file) != stamp)
            {
                Log.Changed(path);
                return;
            }

            file.Delete();
            _done.TryRemove(path, out _);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotDeleted(path, exception.Message);
        }
    }

    private readonly record struct FilePiece(string Name, byte[] Data);
}
