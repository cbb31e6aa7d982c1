using IntelMQ.Bots;

namespace IntelMQ.MongoDb;

/// <summary>Parameters of <see cref="MongoDbOutput"/>.</summary>
public sealed partial class MongoDbOutputOptions : BotOptions
{
    /// <summary><c>host</c>: the server's address or name.</summary>
    [Required("give the server's address or name")]
    [Reaches(Outside.Host)]
    public string Host { get; set; } = "localhost";

    /// <summary><c>port</c>: the server's port.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 27017;

    /// <summary><c>database</c>: the database.</summary>
    [Required("name the database")]
    public string? Database { get; set; }

    /// <summary><c>collection</c>: the collection.</summary>
    [Required("name the collection")]
    public string? Collection { get; set; }

    /// <summary><c>db_user</c>: the user; used where there is a password.</summary>
    public string? DbUser { get; set; }

    /// <summary><c>db_pass</c>: the user's password.</summary>
    public Secret? DbPass { get; set; }

    /// <summary><c>hierarchical_output</c>: objects within objects, split at the dots of the names, in place of flat names.</summary>
    public bool HierarchicalOutput { get; set; }

    /// <summary><c>replacement_char</c>: what stands in flat names in place of dots; may be empty, but no dot.</summary>
    public string ReplacementChar { get; set; } = "_";

    /// <summary>
    /// <c>time_source_as_date</c>: <c>time.source</c> as a date in flat documents too. IntelMQ writes it as text there, and so does this bot
    /// unless told otherwise, so that both can fill one collection. This project's own.
    /// </summary>
    public bool TimeSourceAsDate { get; set; }

    /// <summary><c>auth_source</c>: the database that knows the user. This project's own.</summary>
    [Required("name the database that knows the user")]
    public string AuthSource { get; set; } = "admin";

    /// <summary><c>use_tls</c>: speak TLS, with the server's certificate checked. This project's own.</summary>
    public bool UseTls { get; set; }

    /// <summary><c>connect_timeout</c>: the seconds after which a server that is not there is given up. This project's own.</summary>
    [Range(1, 1024)]
    [Unit("seconds")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (ReplacementChar.Contains('.', StringComparison.Ordinal) || ReplacementChar.Contains('\0', StringComparison.Ordinal))
            complaints.Add("replacement_char is to replace dots: it cannot hold one, nor NUL.");
    }
}
