using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace IntelMQ.State;

/// <summary>The file of a <see cref="FileStateStore"/>: read whole, then appended to, and written anew where most of it is history.</summary>
internal sealed partial class StateFile(string path, bool flush, TimeProvider time, ILogger log) : IDisposable
{
    // Below that size it does not matter how much of it is history.
    private const long SmallFile = 4 << 20;

    private SafeFileHandle? _handle;
    private long _length;
    private long _compactLength;

    /// <summary>Whether most of it is history.</summary>
    public bool IsWorthCompacting => _length > SmallFile && _length / 4 > _compactLength;

    /// <summary>Reads the file, or makes it.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">It is of a newer version.</exception>
    public void Open(StateIndex index)
    {
        _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        long size = RandomAccess.GetLength(_handle);
        byte[] signature = new byte[StateLog.Signature.Length];
        bool isOurs = size >= signature.Length && RandomAccess.Read(_handle, signature, 0) == signature.Length && StateLog.CheckSignature(signature, path);
        if (isOurs)
        {
            _length = signature.Length;
            Read(index, size);
            index.EndReading();
        }
        else if (size >= signature.Length)
        {
            PutAside(size, "it does not begin as a state file does");
        }

        if (_length < size)
            RandomAccess.SetLength(_handle, _length);
        if (_length == 0)
            Append(StateLog.Signature);
        _compactLength = _length / 4;
    }

    /// <summary>Appends a record.</summary>
    /// <exception cref="IOException">It is not there, or will be written over; the text says why.</exception>
    public void Append(ReadOnlySpan<byte> record)
    {
        try
        {
            // What stands behind is left from a failed attempt.
            if (RandomAccess.GetLength(_handle!) > _length)
                RandomAccess.SetLength(_handle!, _length);
            RandomAccess.Write(_handle!, record, _length);
            if (flush)
                RandomAccess.FlushToDisk(_handle!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryCut();
            throw new IOException($"The state cannot be stored in '{path}': {exception.Message}", exception);
        }

        _length += record.Length;
    }

    /// <summary>Writes the file anew; where that cannot be done, says so and goes on with the old one.</summary>
    public void TryCompact(StateIndex index)
    {
        string beside = path + ".new";
        SafeFileHandle? fresh = null;
        try
        {
            fresh = File.OpenHandle(beside, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(fresh, StateLog.Signature, 0);
            long length = StateLog.Signature.Length;
            foreach (ReadOnlyMemory<byte> record in index.WriteAll())
            {
                RandomAccess.Write(fresh, record.Span, length);
                length += record.Length;
            }

            // A file that is renamed before its content is on disk would be empty after a power failure.
            RandomAccess.FlushToDisk(fresh);
            File.Move(beside, path, overwrite: true);
            _handle?.Dispose();
            (_handle, _length, _compactLength) = (fresh, length, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fresh?.Dispose();
            _compactLength = _length;
            LogNotCompacted(log, path, exception);
        }
    }

    public void Dispose() => _handle?.Dispose();

    private void Read(StateIndex index, long size)
    {
        byte[] head = new byte[StateLog.HeadSize];
        byte[] content = [];
        while (_length < size)
        {
            bool hasHead = size - _length >= head.Length && ReadAt(head, _length);
            if (!hasHead || !StateLog.TryReadHead(head, out int length, out uint checksum))
            {
                EndAt(size, isTorn: !hasHead || IsNothing(size));
                return;
            }

            long end = _length + head.Length + length;
            if (end > size)
            {
                EndAt(size, isTorn: true);
                return;
            }

            if (content.Length < length)
                content = new byte[Math.Max(length, 64 * 1024)];
            if (!ReadAt(content.AsSpan(0, length), _length + head.Length) || StateLog.Checksum(content.AsSpan(0, length)) != checksum)
            {
                EndAt(size, isTorn: end == size);
                return;
            }

            index.Read(content.AsSpan(0, length));
            _length = end;
        }
    }

    private bool ReadAt(Span<byte> into, long offset)
    {
        while (!into.IsEmpty)
        {
            int read = RandomAccess.Read(_handle!, into, offset);
            if (read == 0)
                return false;
            into = into[read..];
            offset += read;
        }

        return true;
    }

    // What a crash leaves where the length was stored before the content.
    private bool IsNothing(long size)
    {
        byte[] part = new byte[64 * 1024];
        for (long at = _length; at < size; at += part.Length)
        {
            Span<byte> rest = part.AsSpan(0, (int)Math.Min(part.Length, size - at));
            if (!ReadAt(rest, at) || rest.ContainsAnyExcept((byte)0))
                return false;
        }

        return true;
    }

    private void EndAt(long size, bool isTorn)
    {
        if (isTorn)
            LogTorn(log, size - _length, path);
        else
            PutAside(size, string.Create(CultureInfo.InvariantCulture, $"the record at {_length} is damaged"));
    }

    private void PutAside(long size, string reason)
    {
        string aside = string.Create(CultureInfo.InvariantCulture, $"{path}.{time.GetUtcNow():yyyyMMdd'T'HHmmss}.damaged");
        File.Copy(path, aside, overwrite: true);
        LogDamaged(log, path, reason, aside, size - _length);
    }

    private void TryCut()
    {
        try
        {
            RandomAccess.SetLength(_handle!, _length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next attempt writes over it, and the next start cuts it off.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The last {Bytes} bytes of '{Path}' are no whole record: the process ended while it wrote them. What they came from comes again.")]
    private static partial void LogTorn(ILogger log, long bytes, string path);

    [LoggerMessage(2, LogLevel.Error, "The state file '{Path}' cannot be used whole: {Reason}. It was copied to '{Aside}'; its last {Bytes} bytes are left out.")]
    private static partial void LogDamaged(ILogger log, string path, string reason, string aside, long bytes);

    [LoggerMessage(3, LogLevel.Warning, "The state file '{Path}' could not be written anew; it goes on growing until that works.")]
    private static partial void LogNotCompacted(ILogger log, string path, Exception exception);
}
