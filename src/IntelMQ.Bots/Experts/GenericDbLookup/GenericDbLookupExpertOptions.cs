namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="GenericDbLookupExpert"/>.</summary>
public sealed partial class GenericDbLookupExpertOptions : BotOptions
{
    /// <summary><c>engine</c>: <c>postgresql</c> or <c>sqlite</c>.</summary>
    public string? Engine { get; set; }

    /// <summary><c>database</c>: the name of the database; with SQLite the path of its file.</summary>
    [Required("name the database, or the file of SQLite")]
    [Reaches(Outside.File)]
    public string Database { get; set; } = "intelmq";

    /// <summary><c>host</c>: the host of PostgreSQL, or the folder of its socket.</summary>
    [Reaches(Outside.Host)]
    public string Host { get; set; } = "localhost";

    /// <summary><c>port</c>: the port of PostgreSQL.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 5432;

    /// <summary><c>user</c>: the user at PostgreSQL.</summary>
    public string User { get; set; } = "intelmq";

    /// <summary><c>password</c>: the user's password; without it PostgreSQL has to do without.</summary>
    public Secret? Password { get; set; }

    /// <summary><c>sslmode</c>: how the connection to PostgreSQL is protected, in libpq's words: <c>disable</c>, <c>allow</c>,
    /// <c>prefer</c>, <c>require</c>, <c>verify-ca</c> or <c>verify-full</c>.</summary>
    [AllowedValues("disable", "allow", "prefer", "require", "verify-ca", "verify-full")]
    public string Sslmode { get; set; } = "require";

    /// <summary><c>table</c>: the table.</summary>
    [Reaches(Outside.Sql)]
    public string Table { get; set; } = "contacts";

    /// <summary><c>match_fields</c>: from fields of the event to columns; a row matches where all are equal.</summary>
    [Required("map at least one field of the event to a column")]
    public TextMap MatchFields { get; set; } = new([new("source.asn", "asn")]);

    /// <summary><c>replace_fields</c>: from columns of the row to fields of the event.</summary>
    [Required("map at least one column to a field of the event")]
    public TextMap ReplaceFields { get; set; } = new([new("contact", "source.abuse_contact"), new("note", "comment")]);

    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>connect_timeout</c>: the seconds after which a try to connect is given up.</summary>
    [Range(1, 1024)]
    [Unit("seconds")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary><c>reconnect_delay</c>: the seconds between a failure of the database and the next try at least.</summary>
    [Range(0, 86400)]
    [Unit("seconds")]
    public TimeSpan ReconnectDelay { get; set; }

    /// <summary><c>query_timeout</c>: the seconds after which a question is given up. This project's own.</summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary><c>cache_ttl</c>: the seconds that answers are kept, those of nothing too; 0 for not at all. This project's own.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    public TimeSpan CacheTtl { get; set; }

    /// <inheritdoc/>
    public override IEnumerable<ReachedOutside>? FindReached(string parameter)
    {
        bool isSqlite = string.Equals(Engine, "sqlite", StringComparison.OrdinalIgnoreCase);
        return parameter switch
        {
            "database" => isSqlite ? null : [],
            "host" when isSqlite => [],
            // PostgreSQL's driver takes several hosts, each with a port, and folders of sockets.
            "host" => Host.Split(',').Select(static host => new ReachedOutside(host.StartsWith('/') || host.StartsWith('@') ? Outside.Folder : Outside.Host, host.Trim())),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (Engine?.ToLowerInvariant() is not ("postgresql" or "sqlite"))
            complaints.Add($"engine is '{Engine}', but must be postgresql or sqlite.");
        CheckName("table", Table, complaints);
        foreach ((_, string column) in MatchFields)
            CheckName("match_fields", column, complaints);
        foreach ((string column, _) in ReplaceFields)
            CheckName("replace_fields", column, complaints);
    }

    private static void CheckName(string parameter, string name, ICollection<string> complaints)
    {
        if (name.Length is 0 or > 128 || name.Any(char.IsControl))
            complaints.Add($"{parameter} holds a name of 0, or more than 128, characters, or one with control characters: correct it.");
    }
}
