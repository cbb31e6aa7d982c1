using System.Diagnostics;
using IntelMQ.Text;
using Microsoft.Win32.SafeHandles;

namespace IntelMQ.Bots.Outputs;

/// <summary>A file that batches are appended to, each with one write, while nobody else who uses this class writes it.</summary>
/// <param name="path">The file.</param>
/// <param name="flush">Whether the disk itself must have a batch before the write is done.</param>
/// <param name="form">What the file looks like.</param>
/// <param name="repaired">Told how many bytes of half a line were cut off.</param>
internal sealed class OutputFile(string path, bool flush, OutputFileForm form, Action<string, long> repaired) : IDisposable
{
    // Others hold the file for the time of one batch.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // Pipes and terminals, which have no end to look for, stay open.
    private SafeFileHandle? _endless;
    private bool _opened;
    private long _start;
    private int _written;

    public string Path { get; } = path;

    /// <summary>What the next write appends; <see langword="null"/> where the file has no part in the batch.</summary>
    public Utf8Buffer? Pending { get; set; }

    /// <summary>Makes the file and its folders, where that is not done yet, and finds out whether it has an end.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_opened)
            return;
        OutputFolder.Create(System.IO.Path.GetDirectoryName(Path));
        SafeFileHandle handle = await HandleAsync(FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, cancellationToken).ConfigureAwait(false);
        try
        {
            _ = RandomAccess.GetLength(handle);
            handle.Dispose();
        }
        catch (NotSupportedException)
        {
            _endless = handle;
            if (!form.Head.IsEmpty)
                await RandomAccess.WriteAsync(handle, form.Head, 0, cancellationToken).ConfigureAwait(false);
        }

        _opened = true;
    }

    /// <summary>Appends what is pending. When the call returns, the disk has it, or where that is not asked for, the operating system.</summary>
    /// <exception cref="IOException">It could not be written, and nothing of it stays.</exception>
    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> pending = Pending!.WrittenMemory;
        if (_endless is not null)
        {
            await RandomAccess.WriteAsync(_endless, pending, 0, cancellationToken).ConfigureAwait(false);
            return;
        }

        using SafeFileHandle handle = await LockAsync(cancellationToken).ConfigureAwait(false);
        (long end, long cut, ReadOnlyMemory<byte> before) = form.Prepare(handle, Path);
        if (cut > 0)
            repaired(Path, cut);
        (_start, _written) = (end, 0);
        try
        {
            await RandomAccess.WriteAsync(handle, before, end, cancellationToken).ConfigureAwait(false);
            end += before.Length;
            await RandomAccess.WriteAsync(handle, pending, end, cancellationToken).ConfigureAwait(false);
            if (flush)
                RandomAccess.FlushToDisk(handle);
            _written = (int)(end - _start) + pending.Length;
        }
        catch (Exception exception)
        {
            TrySetLength(handle, _start);
            if (exception is UnauthorizedAccessException)
                throw new IOException($"The file '{Path}' must not be written: {exception.Message}", exception);
            throw;
        }
    }

    /// <summary>Takes back the last write, unless somebody else has appended since.</summary>
    public async ValueTask UndoAsync()
    {
        if (_written == 0)
            return;
        try
        {
            using SafeFileHandle handle = await LockAsync(CancellationToken.None).ConfigureAwait(false);
            if (RandomAccess.GetLength(handle) == _start + _written)
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

    public void Dispose()
    {
        _endless?.Dispose();
        (_endless, _opened) = (null, false);
    }

    // The lock is the operating system's, so that it ends with the process. A file that was moved away meanwhile is made again.
    private async ValueTask<SafeFileHandle> LockAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await HandleAsync(FileAccess.ReadWrite, FileShare.None, cancellationToken).ConfigureAwait(false);
        }
        catch (DirectoryNotFoundException)
        {
            OutputFolder.Create(System.IO.Path.GetDirectoryName(Path));
            return await HandleAsync(FileAccess.ReadWrite, FileShare.None, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<SafeFileHandle> HandleAsync(FileAccess access, FileShare share, CancellationToken cancellationToken)
    {
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return File.OpenHandle(Path, FileMode.OpenOrCreate, access, share);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new IOException($"The file '{Path}' must not be {(access == FileAccess.Write ? "written" : "read and written")}: {exception.Message}", exception);
            }
            catch (IOException exception) when (IsHeld(exception) && Stopwatch.GetElapsedTime(begun) < MaxWait)
            {
                // Somebody writes it just now.
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    // The operating systems' numbers for a file that somebody else holds: Windows, Linux, macOS.
    private static bool IsHeld(IOException exception) => (exception.HResult & 0xFFFF) is 32 or 33 || exception.HResult is 11 or 35;

    private static void TrySetLength(SafeFileHandle handle, long length)
    {
        try
        {
            RandomAccess.SetLength(handle, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A device, or a disk that is gone: the next write cuts off what is half a line.
        }
    }
}
