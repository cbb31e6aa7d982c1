namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="GenericDbLookupExpert"/>.</summary>
public sealed class GenericDbLookupExpertOptions : BotOptions
{
    private static readonly string[] SslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    /// <summary><c>engine</c>: <c>postgresql</c> or <c>sqlite</c>.</summary>
    public string? Engine { get; set; }

    /// <summary><c>database</c>: the name of the database; with SQLite the path of its file.</summary>
    public string Database { get; set; } = "intelmq";

    /// <summary><c>host</c>: the host of PostgreSQL, or the folder of its socket.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary><c>port</c>: the port of PostgreSQL.</summary>
    public int Port { get; set; } = 5432;

    /// <summary><c>user</c>: the user at PostgreSQL.</summary>
    public string User { get; set; } = "intelmq";

    /// <summary><c>password</c>: the user's password; without it PostgreSQL has to do without.</summary>
    public Secret? Password { get; set; }

    /// <summary><c>sslmode</c>: how the connection to PostgreSQL is protected, in libpq's words: <c>disable</c>, <c>allow</c>,
    /// <c>prefer</c>, <c>require</c>, <c>verify-ca</c> or <c>verify-full</c>.</summary>
    public string Sslmode { get; set; } = "require";

    /// <summary><c>table</c>: the table.</summary>
    public string Table { get; set; } = "contacts";

    /// <summary><c>match_fields</c>: from fields of the event to columns; a row matches where all are equal.</summary>
    public TextMap MatchFields { get; set; } = new([new("source.asn", "asn")]);

    /// <summary><c>replace_fields</c>: from columns of the row to fields of the event.</summary>
    public TextMap ReplaceFields { get; set; } = new([new("contact", "source.abuse_contact"), new("note", "comment")]);

    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>connect_timeout</c>: the seconds after which a try to connect is given up.</summary>
    public int ConnectTimeout { get; set; } = 5;

    /// <summary><c>reconnect_delay</c>: the seconds between a failure of the database and the next try at least.</summary>
    public int ReconnectDelay { get; set; }

    /// <summary><c>query_timeout</c>: the seconds after which a question is given up. This project's own.</summary>
    public int QueryTimeout { get; set; } = 30;

    /// <summary><c>cache_ttl</c>: the seconds that answers are kept, those of nothing too; 0 for not at all. This project's own.</summary>
    public int CacheTtl { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (Engine?.ToLowerInvariant() is not ("postgresql" or "sqlite"))
            complaints.Add($"engine is '{Engine}', but must be postgresql or sqlite.");
        if (string.IsNullOrEmpty(Database))
            complaints.Add("database is missing: name the database, or the file of SQLite.");
        if (!SslModes.Contains(Sslmode))
            complaints.Add($"sslmode is '{Sslmode}', but must be one of {string.Join(", ", SslModes)}.");
        if (Port is < 1 or > 65535)
            complaints.Add($"port is {Port}, but must be from 1 to 65535.");
        if (ConnectTimeout is < 1 or > 1024 || QueryTimeout is < 1 or > 86400 || ReconnectDelay is < 0 or > 86400 || CacheTtl < 0)
            complaints.Add("connect_timeout (1 to 1024), query_timeout (1 to 86400), reconnect_delay (0 to 86400) and cache_ttl must be numbers of seconds.");
        if (MatchFields.Count == 0)
            complaints.Add("match_fields is empty: map at least one field of the event to a column.");
        if (ReplaceFields.Count == 0)
            complaints.Add("replace_fields is empty: map at least one column to a field of the event.");
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
