using IntelMQ.Bots;
using IntelMQ.Intake;
using IntelMQ.Mail.Connections;

namespace IntelMQ.Mail.Outputs;

/// <summary>Parameters of <see cref="SmtpBatchOutput"/>.</summary>
public sealed partial class SmtpBatchOutputOptions : BotOptions
{
    /// <summary><c>smtp_server</c>: the server: its name, or a map (or list) of <c>host</c>, <c>port</c>, <c>user</c>, <c>password</c> and <c>security</c> (<c>tls</c>, <c>starttls</c>); <c>localhost</c> by default.</summary>
    [Reaches(Outside.Host)]
    public SmtpServerAddress SmtpServer { get; set; } = "localhost";

    /// <summary><c>email_from</c>: the sender.</summary>
    [Required("give the sender's address")]
    public string EmailFrom { get; set; } = "";

    /// <summary><c>bcc</c>: who gets a copy of each mail without being named in it.</summary>
    public TextList? Bcc { get; set; }

    /// <summary><c>testing_to</c>: who gets the mails of a test.</summary>
    public string? TestingTo { get; set; }

    /// <summary><c>subject</c>: the subject, with codes of <c>strftime</c>; the contact's address is put behind it.</summary>
    public string Subject { get; set; } = "IntelMQ warning (%Y-%m-%d)";

    /// <summary><c>mail_template</c>: a file with the text, UTF-8; no text without it.</summary>
    [Reaches(Outside.File)]
    public string MailTemplate { get; set; } = "";

    /// <summary><c>attachment_name</c>: the name of the attached archive without <c>.zip</c>, with codes of <c>strftime</c>.</summary>
    public string AttachmentName { get; set; } = "intelmq_%Y-%m-%d";

    /// <summary><c>allowed_fieldnames</c>: the fields in the table, in this order.</summary>
    [Parameter("allowed_fieldnames")]
    public TextList AllowedFields { get; set; } =
    [
        "time.source", "source.ip", "classification.taxonomy", "classification.type", "time.observation", "source.geolocation.cc",
        "source.asn", "event_description.text", "malware.name", "feed.name", "feed.url", "raw",
    ];

    /// <summary><c>fieldnames_translation</c>: the titles of columns by field; a field without one is its own title.</summary>
    [Parameter("fieldnames_translation")]
    public TextMap FieldTitles { get; set; } = new(new Dictionary<string, string>
    {
        ["time.source"] = "time_detected",
        ["source.ip"] = "ip",
        ["classification.taxonomy"] = "class",
        ["classification.type"] = "type",
        ["time.observation"] = "time_delivered",
        ["source.geolocation.cc"] = "country_code",
        ["source.asn"] = "asn",
        ["event_description.text"] = "description",
        ["malware.name"] = "malware",
        ["feed.name"] = "feed_name",
        ["feed.url"] = "feed_url",
        ["raw"] = "raw",
    });

    /// <summary><c>alternative_mails</c>: a CSV file whose lines hold a contact and the address to use in its place.</summary>
    [Reaches(Outside.File)]
    public string? AlternativeMails { get; set; }

    /// <summary><c>gpg_key</c>: sign mails with this OpenPGP key: its fingerprint, id, or address. GnuPG has to be installed, and to have the key; <see langword="null"/> for no signature.</summary>
    public string? GpgKey { get; set; }

    /// <summary><c>gpg_pass</c>: the key's passphrase; <see langword="null"/> where it has none, or where GnuPG's agent knows it.</summary>
    public Secret? GpgPass { get; set; }

    /// <summary><c>gpg_home</c>: GnuPG's folder with the key; by default that of the user that runs the bot. The parameter is this project's own.</summary>
    [Reaches(Outside.File)]
    public string? GpgHome { get; set; }

    /// <summary><c>ignore_older_than_days</c>: leave out events that were observed longer ago; <see langword="null"/> for none.</summary>
    [Range(0, 36500)]
    [Unit("days")]
    public int? IgnoreOlderThanDays { get; set; }

    /// <summary><c>limit_results</c>: send to so many contacts at most; <see langword="null"/> for all.</summary>
    [Range(0)]
    public int? LimitResults { get; set; }

    /// <summary><c>csv_formula_safe</c>: put an apostrophe in front of cells that a spreadsheet would calculate (<c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>); off by default. The parameter is this project's own.</summary>
    public bool CsvFormulaSafe { get; set; }

    /// <summary><c>redis_cache_host</c>: accepted, without effect: events wait in the pipeline's state.</summary>
    public string? RedisCacheHost { get; set; }

    /// <summary><c>redis_cache_port</c>: accepted, without effect.</summary>
    public int? RedisCachePort { get; set; }

    /// <summary><c>redis_cache_db</c>: accepted, without effect.</summary>
    public int? RedisCacheDb { get; set; }

    /// <summary><c>redis_cache_ttl</c>: accepted, without effect, as in IntelMQ.</summary>
    [Parameter("redis_cache_ttl")]
    public int? CacheTtl { get; set; }

    /// <summary>More about the login.</summary>
    public SmtpLoginOptions Login { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        CheckTimes("subject", Subject, complaints);
        CheckTimes("attachment_name", AttachmentName, complaints);
        if (Subject.AsSpan().ContainsAny('\r', '\n'))
            complaints.Add("subject has a line break: a subject is one line.");
        if (GpgKey is { Length: > 0 } key && (key[0] == '-' || key.Any(char.IsControl)))
            complaints.Add("gpg_key is no name of a key: give its fingerprint.");
        if (GpgPass is not null && string.IsNullOrEmpty(GpgKey))
            complaints.Add("gpg_pass is set, but gpg_key is not: name the key.");
    }

    /// <summary>What signs the mails; <see langword="null"/> for nothing.</summary>
    internal OpenPgpSigner? ToSigner() => string.IsNullOrEmpty(GpgKey) ? null : new OpenPgpSigner(GpgKey, GpgPass, GpgHome);

    /// <summary>The server.</summary>
    internal MailServer ToServer() => Login.ToServer(SmtpServer);

    private static void CheckTimes(string parameter, string format, ICollection<string> complaints)
    {
        if (StrfTime.Check(format) is { } code)
            complaints.Add($"{parameter}: '%{code}' is no code of a time.");
    }
}
