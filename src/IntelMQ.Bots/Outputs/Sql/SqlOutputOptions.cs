using IntelMQ.Export;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="SqlOutput"/>.</summary>
public sealed partial class SqlOutputOptions : BotOptions
{
    /// <summary><c>engine</c>: <c>postgresql</c>, <c>sqlite</c>, <c>mssql</c> or <c>mysql</c>, in any case.</summary>
    public string? Engine { get; set; }

    /// <summary><c>database</c>: the name of the database; with SQLite the path of its file.</summary>
    [Required("name the database, or the file of SQLite")]
    [Reaches(Outside.File)]
    public string Database { get; set; } = "intelmq-events";

    /// <summary><c>host</c>: the database's host, or the folder of PostgreSQL's socket.</summary>
    [Reaches(Outside.Host)]
    public string Host { get; set; } = "localhost";

    /// <summary><c>port</c>: the database's port.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 5432;

    /// <summary><c>user</c>: the user at the database.</summary>
    public string User { get; set; } = "intelmq";

    /// <summary><c>password</c>: the user's password; without it the database has to do without.</summary>
    public Secret? Password { get; set; }

    /// <summary><c>sslmode</c>: how the connection is protected, in libpq's words: <c>disable</c>, <c>allow</c>, <c>prefer</c>,
    /// <c>require</c>, <c>verify-ca</c> or <c>verify-full</c>.</summary>
    [AllowedValues("disable", "allow", "prefer", "require", "verify-ca", "verify-full")]
    public string Sslmode { get; set; } = "require";

    /// <summary><c>table</c>: the table, or a view that takes inserts.</summary>
    [Required("name the table")]
    [Reaches(Outside.Sql)]
    public string Table { get; set; } = "events";

    /// <summary><c>fields</c>: the only fields that are stored; <see langword="null"/> for all. With an empty list nothing would be, and each event is a failure.</summary>
    public TextList? Fields { get; set; }

    /// <summary><c>jsondict_as_string</c>: accepted, without effect: <c>extra</c> is one JSON text always.</summary>
    public bool JsondictAsString { get; set; } = true;

    /// <summary><c>message_jsondict_as_string</c>: accepted, without effect.</summary>
    public bool MessageJsondictAsString { get; set; } = true;

    /// <summary><c>autocommit</c>: accepted, without effect: a batch is one transaction always.</summary>
    public bool Autocommit { get; set; } = true;

    /// <summary><c>connect_timeout</c>: the seconds after which a try to connect is given up.</summary>
    [Range(1, 1024)]
    [Unit("seconds")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary><c>reconnect_delay</c>: the seconds between a failure of the database and the next try at least.</summary>
    [Range(0, 86400)]
    [Unit("seconds")]
    public TimeSpan ReconnectDelay { get; set; }

    /// <summary>
    /// <c>fail_on_errors</c>: tell the host of every failure of the database. Without it the bot itself connects again and stores once more
    /// before it does, so that a database that was restarted costs nothing.
    /// </summary>
    public bool FailOnErrors { get; set; }

    /// <summary><c>query_timeout</c>: the seconds after which a statement is given up. This project's own.</summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// <c>create_table</c>: make the table at start where it is missing, and add columns that it lacks, one for each field of the schema.
    /// This project's own.
    /// </summary>
    public bool CreateTable { get; set; }

    /// <summary>
    /// <c>raw_table</c>: a table of its own for <c>raw</c>, with the columns <c>event_id</c> and <c>raw</c>; <see langword="null"/> where it
    /// stands with the other fields. This project's own.
    /// </summary>
    [Reaches(Outside.Sql)]
    public string? RawTable { get; set; }

    /// <summary>
    /// <c>ledger_table</c>: a table that remembers which events are stored, written in the same transaction and made where it is missing, so
    /// that an event that comes again in all its fields is not stored twice; <see langword="null"/> for none. This project's own.
    /// </summary>
    [Reaches(Outside.Sql)]
    public string? LedgerTable { get; set; }

    /// <summary><c>ledger_time</c>: the seconds that the ledger remembers an event; a week by default. This project's own.</summary>
    [Range(60, int.MaxValue)]
    [Unit("seconds")]
    public TimeSpan LedgerTime { get; set; } = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!SqlText.TryGetEngine(Engine, out _))
            complaints.Add($"engine is '{Engine}', but must be postgresql, sqlite, mssql or mysql.");
        CheckName("table", Table, complaints);
        CheckName("raw_table", RawTable, complaints);
        CheckName("ledger_table", LedgerTable, complaints);
    }

    private static void CheckName(string parameter, string? name, ICollection<string> complaints)
    {
        if (name is not null && (name.Length is 0 or > 128 || name.Any(char.IsControl)))
            complaints.Add($"{parameter} is a name of 0, or more than 128, characters, or one with control characters: correct it.");
    }
}
