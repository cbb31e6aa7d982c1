using System.Net;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>
/// Reads MaxMind DB files (MMDB 2.0: GeoLite2, GeoIP2 and others) and finds the record of an address. Immutable: one reader serves
/// any number of threads, and a look-up allocates nothing.
/// </summary>
/// <remarks>
/// The file is held in memory as a whole (a city database takes some 60 MB) rather than mapped: a mapped file that is cut short
/// or overwritten in place by an update ends the process with a signal, and a mapping that is released during a look-up does the same.
/// So a file may be replaced at any time; open a new reader to see the new one.
/// </remarks>
public sealed class MmdbReader : IDisposable
{
    private readonly MmdbMetadata _metadata;
    private volatile MmdbDatabase? _database;

    private MmdbReader(byte[] file)
    {
        _metadata = MmdbMetadataReader.Read(file, out int dataEnd);
        _database = MmdbDatabase.Create(file, _metadata, dataEnd);
    }

    /// <summary>What the database says of itself; also after <see cref="Dispose"/>.</summary>
    public MmdbMetadata Metadata => _metadata;

    /// <summary>Reads a database file.</summary>
    /// <param name="path">The file; it is closed again when this returns.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message and the exception name it.</exception>
    /// <exception cref="InvalidDatabaseException">The file is no database, damaged, or larger than 2 GB.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    public static MmdbReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new MmdbReader(ReadFile(path));
        }
        catch (InvalidDatabaseException error)
        {
            throw new InvalidDatabaseException(path, error);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new FileNotFoundException($"Could not find file '{path}'.", path, error);
        }
    }

    /// <summary>Reads a database from memory.</summary>
    /// <param name="file">The whole file. Not copied: it must not be changed as long as the reader or a record is in use.</param>
    /// <exception cref="InvalidDatabaseException">It is no database, or damaged.</exception>
    public static MmdbReader Load(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new MmdbReader(file);
    }

    /// <summary>Finds the record of an address.</summary>
    /// <param name="address">
    /// 4 or 16 bytes in network order. 16 bytes are looked up as they are: whether <c>::ffff:192.0.2.1</c> finds what
    /// <c>192.0.2.1</c> does is the database's choice. An IPv6 address is never in an IPv4 database.
    /// </param>
    /// <param name="record">The record, or a missing one.</param>
    /// <param name="prefixLength">
    /// The length of the network that the answer holds for, found or not: 0 to 32 for 4 bytes, 0 to 128 for 16.
    /// </param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentException">The address has neither 4 nor 16 bytes.</exception>
    /// <exception cref="InvalidDatabaseException">The look-up came upon damage.</exception>
    /// <exception cref="ObjectDisposedException">The reader is disposed.</exception>
    public bool TryFind(ReadOnlySpan<byte> address, out MmdbRecord record, out int prefixLength)
    {
        MmdbDatabase? database = _database;
        ObjectDisposedException.ThrowIf(database is null, this);
        if (address.Length is not (4 or 16))
            throw new ArgumentException("An address has 4 or 16 bytes.", nameof(address));

        if (!database.Tree.TryFind(address, out uint offset, out prefixLength))
        {
            record = default;
            return false;
        }

        if (offset >= (uint)database.Data.Length)
            throw new InvalidDatabaseException("the search tree points behind the data section, which ends", database.DataEnd);
        record = new MmdbRecord(database.Data, (int)offset);
        return true;
    }

    /// <inheritdoc cref="TryFind(ReadOnlySpan{byte}, out MmdbRecord, out int)"/>
    public bool TryFind(IPAddress address, out MmdbRecord record, out int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        bool written = address.TryWriteBytes(bytes, out int length);
        System.Diagnostics.Debug.Assert(written, "An address has 16 bytes at most.");
        return TryFind(bytes[..length], out record, out prefixLength);
    }

    /// <summary>Lets go of the file's bytes. Records that were found stay valid; look-ups from now on throw.</summary>
    public void Dispose() => _database = null;

    private static byte[] ReadFile(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (!stream.CanSeek)
            throw new InvalidDatabaseException("it is no ordinary file and ends", 0);
        if (stream.Length > Array.MaxLength)
            throw new InvalidDatabaseException("the file has more than 2 GB and ends", stream.Length);

        byte[] file = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        int read = stream.ReadAtLeast(file, file.Length, throwOnEndOfStream: false);
        return read == file.Length ? file : throw new InvalidDatabaseException("the file became shorter while it was read, and ends", read);
    }
}
