using IntelMQ.Text;
using Microsoft.Win32.SafeHandles;

namespace IntelMQ.Bots.Outputs;

/// <summary>A file that batches are appended to, each with one write. Closed and opened again as need be.</summary>
internal sealed class OutputFile(string path) : IDisposable
{
    private SafeFileHandle? _handle;
    private long _start;
    private int _written;

    public string Path { get; } = path;

    /// <summary>What the next write appends; <see langword="null"/> where the file has no part in the batch.</summary>
    public Utf8Buffer? Pending { get; set; }

    /// <summary>The number of the last batch that wrote here: who wrote longest ago is closed first.</summary>
    public long LastUse { get; set; }

    public bool IsOpen => _handle is not null;

    /// <summary>Opens the file, and makes its folders, where that is not done yet.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public void Open()
    {
        if (_handle is not null && IsMoved(_handle))
            Close();
        if (_handle is not null)
            return;
        try
        {
            CreateFolder(System.IO.Path.GetDirectoryName(Path));
            _handle = File.OpenHandle(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The file '{Path}' must not be written: {exception.Message}", exception);
        }
    }

    /// <summary>Appends what is pending. When the call returns, the operating system has it.</summary>
    /// <exception cref="IOException">It could not be written; <see cref="Undo"/> takes back the part that was.</exception>
    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        Open();
        ReadOnlyMemory<byte> pending = Pending!.WrittenMemory;
        _start = LengthOf(_handle!);
        _written = pending.Length;
        try
        {
            // At the end as it is now: somebody else may have appended, or cut the file.
            await RandomAccess.WriteAsync(_handle!, pending, Math.Max(_start, 0), cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The file '{Path}' must not be written: {exception.Message}", exception);
        }
    }

    /// <summary>Takes back the last write, whole or in part, unless somebody else has appended since.</summary>
    public void Undo()
    {
        if (_written == 0 || _start < 0)
            return;
        try
        {
            using SafeFileHandle handle = File.OpenHandle(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            long length = LengthOf(handle);
            if (length > _start && length <= _start + _written)
                RandomAccess.SetLength(handle, _start);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is left is at most a repetition: the batch will come again.
        }
    }

    /// <summary>Ends the file's part in a batch.</summary>
    public void Forget()
    {
        Pending = null;
        _written = 0;
    }

    public void Close()
    {
        _handle?.Dispose();
        _handle = null;
    }

    public void Dispose() => Close();

    // Whether the path names another file by now, or none: then somebody has put the file away (log rotation).
    private bool IsMoved(SafeFileHandle handle)
    {
        var named = new FileInfo(Path);
        if (named.LinkTarget is not null)
            named = named.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? named;
        if (!named.Exists)
            return true;
        long length = LengthOf(handle);
        return length >= 0 && (named.Length != length || named.LastWriteTimeUtc != File.GetLastWriteTimeUtc(handle));
    }

    // -1 for what has no length, such as a pipe or a terminal.
    private static long LengthOf(SafeFileHandle handle)
    {
        try
        {
            return RandomAccess.GetLength(handle);
        }
        catch (NotSupportedException)
        {
            return -1;
        }
    }

    private static void CreateFolder(string? folder)
    {
        if (string.IsNullOrEmpty(folder) || Directory.Exists(folder))
            return;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(folder, Mode);
    }
}
