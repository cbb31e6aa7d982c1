using System.Buffers.Binary;
using System.Security.Cryptography;
using IntelMQ.Text;
using Microsoft.Win32.SafeHandles;

namespace Acme.IntelMQ.Queues;

/// <summary>
/// A file to which records are appended: four bytes of length, eight of a checksum, then the record. Half a record at the end, left by a
/// crash, is cut off at the next opening; damage before the end is an error.
/// </summary>
internal sealed class QueueLog : IDisposable
{
    public const int HeadSize = 12;

    private readonly bool _flushes;
    private SafeFileHandle _file;

    public QueueLog(string path, bool flushes)
    {
        Path = path;
        _flushes = flushes;
        _file = Open(path, FileMode.OpenOrCreate);
    }

    public string Path { get; }

    /// <summary>How many bytes are in use.</summary>
    public long Length { get; private set; }

    /// <summary>Goes through the records and cuts off half a one at the end.</summary>
    /// <exception cref="InvalidDataException">A record is damaged.</exception>
    public void Load(Action<long, ReadOnlySpan<byte>> take)
    {
        long end = RandomAccess.GetLength(_file);
        Span<byte> head = stackalloc byte[HeadSize];
        while (Length + HeadSize <= end)
        {
            ReadExactly(Length, head);
            int length = BinaryPrimitives.ReadInt32BigEndian(head);
            long next = Length + HeadSize + length;
            if (length < 1)
                throw new InvalidDataException($"'{Path}' is damaged at byte {Length}.");
            if (next > end)
                break;
            byte[] record = new byte[length];
            ReadExactly(Length + HeadSize, record);
            if (!IsSum(record, head[4..]))
            {
                if (next == end)
                    break;
                throw new InvalidDataException($"'{Path}' is damaged at byte {Length}.");
            }

            take(Length + HeadSize, record);
            Length = next;
        }

        RandomAccess.SetLength(_file, Length);
    }

    /// <summary>Makes the head of the record that is written next.</summary>
    public static void Begin(Utf8Buffer record)
    {
        record.Clear();
        record.GetSpan(HeadSize)[..HeadSize].Clear();
        record.Advance(HeadSize);
    }

    /// <summary>Appends a record that was begun with <see cref="Begin"/>.</summary>
    /// <returns>Where the record stands, behind its head.</returns>
    public long Append(Utf8Buffer record, bool isVital)
    {
        byte[] bytes = record.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - HeadSize);
        Sum(bytes.AsSpan(HeadSize), bytes.AsSpan(4, 8));
        // Half of what an earlier try has written is written over.
        RandomAccess.Write(_file, bytes, Length);
        if (isVital && _flushes)
            RandomAccess.FlushToDisk(_file);
        long position = Length + HeadSize;
        Length += bytes.Length;
        return position;
    }

    public void ReadExactly(long position, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            int read = RandomAccess.Read(_file, into, position);
            if (read == 0)
                throw new IOException($"'{Path}' ends before byte {position}.");
            position += read;
            into = into[read..];
        }
    }

    /// <summary>Forgets all records.</summary>
    public void Empty()
    {
        RandomAccess.SetLength(_file, 0);
        Length = 0;
    }

    /// <summary>Replaces the file by another that is written in whole before.</summary>
    public void Replace(Action<QueueLog> write)
    {
        string path = $"{Path}.new";
        File.Delete(path);
        long length;
        using (var other = new QueueLog(path, _flushes))
        {
            write(other);
            RandomAccess.FlushToDisk(other._file);
            length = other.Length;
        }

        File.Move(path, Path, overwrite: true);
        _file.Dispose();
        (_file, Length) = (Open(Path, FileMode.Open), length);
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle Open(string path, FileMode mode) => File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    private static void Sum(ReadOnlySpan<byte> record, Span<byte> into)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record, hash);
        hash[..8].CopyTo(into);
    }

    private static bool IsSum(ReadOnlySpan<byte> record, ReadOnlySpan<byte> sum)
    {
        Span<byte> own = stackalloc byte[8];
        Sum(record, own);
        return own.SequenceEqual(sum);
    }
}
