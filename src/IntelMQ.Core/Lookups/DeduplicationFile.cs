using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IntelMQ.Lookups;

/// <summary>
/// The file of a <see cref="MemoryDeduplicationCache"/>: eight bytes of signature and version, 20 bytes a key (the first 16 bytes of the
/// hash, then the expiry in seconds since 1970, little-endian; the highest number means never), and the SHA-256 of all that.
/// </summary>
internal static class DeduplicationFile
{
    private const int EntrySize = 20;
    private const int BufferSize = EntrySize * 4096;

    private static ReadOnlySpan<byte> Signature => "IMQDUP\n1"u8;

    public static void Write(string path, IEnumerable<List<(UInt128 Key, uint Expiry)>> blocks)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        string beside = path + ".new";
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        using (FileStream file = new(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            Append(Signature);
            byte[] buffer = new byte[BufferSize];
            int used = 0;
            foreach (List<(UInt128 Key, uint Expiry)> block in blocks)
            {
                foreach ((UInt128 key, uint expiry) in block)
                {
                    BinaryPrimitives.WriteUInt128BigEndian(buffer.AsSpan(used), key);
                    BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(used + 16), expiry);
                    used += EntrySize;
                    if (used < BufferSize)
                        continue;
                    Append(buffer);
                    used = 0;
                }
            }

            Append(buffer.AsSpan(0, used));
            file.Write(hash.GetHashAndReset());
            // A file that is renamed before its content is on disk would be empty after a power failure.
            file.Flush(flushToDisk: true);

            void Append(ReadOnlySpan<byte> bytes)
            {
                hash.AppendData(bytes);
                file.Write(bytes);
            }
        }

        File.Move(beside, path, overwrite: true);
    }

    public static void Read(string path, Action<UInt128, uint> onEntry)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        long content = file.Length - SHA256.HashSizeInBytes;
        if (content < Signature.Length || (content - Signature.Length) % EntrySize != 0)
            throw new InvalidDataException($"The file has {file.Length} bytes, which is no possible length.");
        byte[] buffer = new byte[BufferSize];
        // Read twice, so that nothing of a damaged file is taken.
        Check(file, content, buffer);
        file.Position = Signature.Length;
        for (long left = content - Signature.Length; left > 0; left -= BufferSize)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(left, BufferSize));
            file.ReadExactly(part);
            for (; part.Length > 0; part = part[EntrySize..])
                onEntry(BinaryPrimitives.ReadUInt128BigEndian(part), BinaryPrimitives.ReadUInt32LittleEndian(part[16..]));
        }
    }

    private static void Check(FileStream file, long content, byte[] buffer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long at = 0; at < content; at += BufferSize)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(content - at, BufferSize));
            file.ReadExactly(part);
            if (at == 0 && !part.StartsWith(Signature))
                throw new InvalidDataException("The file was not written by this cache, or by another version of it.");
            hash.AppendData(part);
        }

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        file.ReadExactly(expected);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(expected))
            throw new InvalidDataException("The file's checksum is wrong: it was cut short or changed.");
    }
}
