namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="EventStoreOutput"/>; those of the SQL output mean the same.</summary>
public sealed partial class EventStoreOutputOptions : BotOptions
{
    /// <summary><c>engine</c>: <c>sqlite</c> or <c>postgresql</c>.</summary>
    [AllowedValues("sqlite", "postgresql")]
    public string Engine { get; set; } = "sqlite";

    /// <summary><c>database</c>: the path of SQLite's file; with PostgreSQL the name of the database.</summary>
    [Required("name the file of SQLite, or the database")]
    [Reaches(Outside.File)]
    public string Database { get; set; } = "intelmq-events.db";

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

    /// <summary><c>table</c>: the table of events.</summary>
    [Required("name the table")]
    [Reaches(Outside.Sql)]
    public string Table { get; set; } = "events";

    /// <summary><c>migrate</c>: bring the store up to date at start, and make it where it is missing. Without it <c>intelmq store migrate</c> does.</summary>
    public bool Migrate { get; set; }

    /// <summary><c>query_timeout</c>: the seconds after which a statement is given up.</summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (Table.Length > 128 || Table.Any(char.IsControl))
            complaints.Add("table is a name of more than 128 characters, or one with control characters: correct it.");
    }
}
