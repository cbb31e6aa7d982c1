using System.Globalization;
using IntelMQ.Sqlite.Records;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Storage;

/// <summary>The file of a broker: its lock, its layout, its connections.</summary>
internal sealed class SqliteFile : IDisposable
{
    private const int PageSize = 16384;

    // "IMQB"; tells this file from other databases.
    private const int ApplicationId = 0x494D5142;

    // 1: queues, failures and state; 2: records too.
    private const int Version = 2;

    private readonly FileStream _lock;
    private readonly string _source;

    private SqliteFile(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
        _source = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Cache = SqliteCacheMode.Private }.ToString();
    }

    public string Path { get; }

    /// <summary>Whether the last process that used the file was ended without closing it.</summary>
    public bool WasKilled { get; private set; }

    /// <summary>Locks the file, makes it where it is missing, and checks that it is one of ours.</summary>
    /// <exception cref="IOException">Another process uses it, or it cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">It is damaged, another kind of file, or of a newer version.</exception>
    public static SqliteFile Open(SqliteBrokerOptions options)
    {
        string path = System.IO.Path.GetFullPath(options.Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        FileStream @lock;
        try
        {
            @lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception)
        {
            throw new IOException($"The queues of '{path}' are used by another process: end that first, or give each its own file.", exception);
        }

        var file = new SqliteFile(path, @lock);
        try
        {
            file.Prepare(options.Synchronous);
        }
        catch (SqliteException exception)
        {
            file.Dispose();
            throw SqliteErrors.Translate(exception, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return file;
    }

    /// <summary>A connection for one thread.</summary>
    public SqliteConnection Connect(SqliteSynchronous synchronous)
    {
        var connection = new SqliteConnection(_source);
        connection.Open();
        Execute(connection, $"PRAGMA synchronous={(synchronous == SqliteSynchronous.Full ? "FULL" : "NORMAL")}; PRAGMA busy_timeout=10000; PRAGMA temp_store=MEMORY;");
        return connection;
    }

    /// <summary>Bounds the file for what this connection writes.</summary>
    public static void Limit(SqliteConnection connection, long bytes)
        => Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={Math.Max(1, bytes / PageSize)}"));

    /// <summary>Notes that the file was closed in good order.</summary>
    public static void MarkClosed(SqliteConnection connection) => Execute(connection, "UPDATE meta SET value = '1' WHERE name = 'closed'");

    public void Dispose() => _lock.Dispose();

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // All texts are this package's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private void Prepare(SqliteSynchronous synchronous)
    {
        using SqliteConnection connection = Connect(synchronous);
        long id = Scalar(connection, "PRAGMA application_id");
        long version = Scalar(connection, "PRAGMA user_version");
        bool isEmpty = Scalar(connection, "SELECT COUNT(*) FROM sqlite_master") == 0;
        if (!isEmpty && id != ApplicationId)
            throw new InvalidDataException($"The file '{Path}' is a database of something else; give the queues a file of their own.");
        if (version > Version)
            throw new InvalidDataException($"The file '{Path}' is of version {version}, written by a newer release; this one reads up to version {Version}.");
        if (isEmpty)
            Create(connection);
        else if (version < Version)
            Migrate(connection, version);
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=2000;");
        WasKilled = Scalar(connection, "SELECT value FROM meta WHERE name = 'closed'") == 0;
        Execute(connection, "UPDATE meta SET value = '0' WHERE name = 'closed'");
    }

    // A message is found by its number alone: the queue's number in the upper bits, a sequence below; so a queue is one range of the table.
    private static void Create(SqliteConnection connection)
    {
        Execute(connection, $"PRAGMA page_size={PageSize}; PRAGMA auto_vacuum=FULL; VACUUM;");
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"""
            BEGIN IMMEDIATE;
            CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            INSERT INTO meta VALUES ('closed', '1');
            CREATE TABLE queue (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, parts INTEGER NOT NULL, waiting INTEGER NOT NULL);
            CREATE TABLE message (id INTEGER PRIMARY KEY, payload BLOB NOT NULL, envelope BLOB NOT NULL);
            CREATE TABLE progress (id INTEGER PRIMARY KEY, position INTEGER NOT NULL);
            CREATE TABLE attempt (id INTEGER PRIMARY KEY, count INTEGER NOT NULL);
            CREATE TABLE failure (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, line BLOB NOT NULL);
            CREATE TABLE space (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL);
            CREATE TABLE entry (space INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, expires INTEGER, PRIMARY KEY (space, key)) WITHOUT ROWID;
            CREATE TABLE keys (id INTEGER PRIMARY KEY, space INTEGER NOT NULL, last_expiry INTEGER NOT NULL, digests BLOB NOT NULL);
            {SqliteRecords.Tables}
            PRAGMA application_id={ApplicationId};
            PRAGMA user_version={Version};
            COMMIT;
            """));
    }

    // What an earlier release left is read on as it is; its file only gets the tables that are new. The file as it was stays beside it, for whoever has
    // to go back to that release.
    private void Migrate(SqliteConnection connection, long version)
    {
        BackUp(connection, string.Create(CultureInfo.InvariantCulture, $"{Path}.version-{version}"));
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {SqliteRecords.Tables} PRAGMA user_version={Version}; COMMIT;"));
    }

    private void BackUp(SqliteConnection connection, string path)
    {
        string fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.GetUnixFileMode(Path);
        new FileStream(fresh, options).Dispose();
        using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = fresh, Pooling = false }.ToString()))
        {
            copy.Open();
            connection.BackupDatabase(copy);
        }

        // A copy that is there is of the whole file.
        File.Move(fresh, path, overwrite: true);
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // As above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
