using System.Net;
using MaxMind.Db;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>
/// A database in memory outside the managed heap. It is released when nobody can look into it any more, so it needs no disposal: a release
/// during a look-up would end the process.
/// </summary>
internal sealed class MmdbFile
{
    private readonly Reader _reader;
    private readonly long _length;

    private MmdbFile(Reader reader, MmdbMetadata metadata, long length)
    {
        (_reader, Metadata, _length) = (reader, metadata, length);
        GC.AddMemoryPressure(length);
    }

    ~MmdbFile()
    {
        _reader.Dispose();
        GC.RemoveMemoryPressure(_length);
    }

    public MmdbMetadata Metadata { get; }

    /// <summary>Reads a database.</summary>
    /// <exception cref="InvalidDatabaseException">It is none, or damaged.</exception>
    public static MmdbFile Read(Stream stream)
    {
        long length = stream.Length;
        if (length > Array.MaxLength)
            throw new InvalidDatabaseException("It has more than 2 GB.");

        try
        {
            MmdbMetadata metadata = MmdbMetadataReader.Read(stream);
            stream.Position = 0;
            return new MmdbFile(new Reader(stream), metadata, length);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damage(exception);
        }
    }

    /// <summary>Finds an address's record.</summary>
    /// <exception cref="InvalidDatabaseException">The look-up met damage.</exception>
    public T? Find<T>(IPAddress address, out int prefixLength)
        where T : class
    {
        try
        {
            return _reader.Find<T>(address, out prefixLength);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damage(exception);
        }
        finally
        {
            GC.KeepAlive(this);
        }
    }

    // Reading beyond the file, doubled keys and values of other types come out of the reader as whatever its own code runs into.
    private static bool IsDamage(Exception exception) => exception is not (OutOfMemoryException or IOException or UnauthorizedAccessException);

    private static InvalidDatabaseException Damage(Exception exception)
        => exception as InvalidDatabaseException ?? new InvalidDatabaseException($"The database is damaged: {exception.Message}", exception);
}
