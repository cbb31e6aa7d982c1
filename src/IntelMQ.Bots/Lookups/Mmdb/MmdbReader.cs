using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using MaxMind.Db;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>
/// Reads MaxMind DB files (MMDB 2.0: GeoLite2, GeoIP2 and others) with MaxMind's own reader, and guards what that lets through: damage
/// comes out as <see cref="InvalidDatabaseException"/>, whatever it is, and an IPv6 address is never found in a database of IPv4.
/// One reader serves any number of threads.
/// </summary>
/// <remarks>
/// The file is copied to memory as a whole (a city database takes some 60 MB) rather than mapped: a mapped file that is cut short
/// or overwritten in place by an update ends the process with a signal. So a file may be replaced at any time; open a new reader to see
/// the new one.
/// </remarks>
/// <example>
/// <code>
/// using MmdbReader reader = MmdbReader.Open("GeoLite2-ASN.mmdb");
/// if (reader.TryFind(IPAddress.Parse("192.0.2.1"), out Dictionary&lt;string, object&gt;? record, out int prefixLength))
///     Console.WriteLine($"/{prefixLength}: {record["autonomous_system_number"]}");
/// </code>
/// </example>
public sealed class MmdbReader : IDisposable
{
    private volatile MmdbFile? _file;

    private MmdbReader(MmdbFile file) => (_file, Metadata) = (file, file.Metadata);

    /// <summary>What the database says of itself; also after <see cref="Dispose"/>.</summary>
    public MmdbMetadata Metadata { get; }

    /// <summary>Reads a database file.</summary>
    /// <param name="path">The file; it is closed again when this returns.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message and the exception name it.</exception>
    /// <exception cref="InvalidDatabaseException">The file is no database, damaged, or larger than 2 GB; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    public static MmdbReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (!stream.CanSeek)
                throw new InvalidDatabaseException("It is no ordinary file.");
            return new MmdbReader(MmdbFile.Read(stream));
        }
        catch (InvalidDatabaseException error)
        {
            throw new InvalidDatabaseException($"'{path}' is no MaxMind DB that can be used: {error.Message}", error);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new FileNotFoundException($"Could not find file '{path}'.", path, error);
        }
    }

    /// <summary>Reads a database from memory, which is copied.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="InvalidDatabaseException">It is no database, or damaged.</exception>
    public static MmdbReader Load(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var stream = new MemoryStream(file, writable: false);
        return new MmdbReader(MmdbFile.Read(stream));
    }

    /// <summary>Finds the record of an address.</summary>
    /// <typeparam name="T">
    /// What is read of a record: <see cref="Dictionary{TKey, TValue}"/> of <see cref="string"/> and <see cref="object"/> reads all of it;
    /// a class with <see cref="MapKeyAttribute"/> on its properties reads only those, which is some times faster.
    /// </typeparam>
    /// <param name="address">
    /// The address. IPv6 is looked up as it stands: whether <c>::ffff:192.0.2.1</c> finds what <c>192.0.2.1</c> does is the database's
    /// choice. An IPv6 address is never in an IPv4 database.
    /// </param>
    /// <param name="record">The record, or nothing.</param>
    /// <param name="prefixLength">The length of the network that the answer holds for, found or not: 0 to 32 for IPv4, 0 to 128 for IPv6.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDatabaseException">The look-up met damage, or a value that is not what <typeparamref name="T"/> says.</exception>
    /// <exception cref="ObjectDisposedException">The reader is disposed.</exception>
    public bool TryFind<T>(IPAddress address, [NotNullWhen(true)] out T? record, out int prefixLength)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(address);
        MmdbFile? file = _file;
        ObjectDisposedException.ThrowIf(file is null, this);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && Metadata.IPVersion == 4)
        {
            (record, prefixLength) = (null, 0);
            return false;
        }

        record = file.Find<T>(address, out prefixLength);
        return record is not null;
    }

    /// <summary>Ends look-ups; those that are under way end as they would have. The memory is given back by the garbage collector.</summary>
    public void Dispose() => _file = null;
}
