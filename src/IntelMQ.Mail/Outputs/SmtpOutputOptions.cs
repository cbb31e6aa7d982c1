using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mail.Connections;
using IntelMQ.Schemas;

namespace IntelMQ.Mail.Outputs;

/// <summary>Parameters of <see cref="SmtpOutput"/>.</summary>
public sealed partial class SmtpOutputOptions : BotOptions
{
    private const string Notice = "Dear network owner,\n\nwe were told that the device named below may have a security problem.\n\nYour CERT\n";

    /// <summary><c>smtp_host</c>: the server's address or name; <c>localhost</c> by default.</summary>
    [Required("give the server's address or name")]
    [Reaches(Outside.Host)]
    public string SmtpHost { get; set; } = "localhost";

    /// <summary><c>smtp_port</c>: the server's port; 25 by default.</summary>
    [Range(1, 65535)]
    public int SmtpPort { get; set; } = 25;

    /// <summary><c>smtp_username</c>: who logs in; nobody does where the name or the password is missing.</summary>
    public string? SmtpUsername { get; set; }

    /// <summary><c>smtp_password</c>: the password.</summary>
    public Secret? SmtpPassword { get; set; }

    /// <summary><c>ssl</c>: speak TLS from the first byte; off by default.</summary>
    public bool Ssl { get; set; }

    /// <summary><c>starttls</c>: begin TLS by command, and leave servers that do not offer it; on by default, without effect with <c>ssl</c>.</summary>
    public bool Starttls { get; set; } = true;

    /// <summary><c>http_verify_cert</c>: whether the server's certificate is checked; on by default.</summary>
    public bool HttpVerifyCert { get; set; } = true;

    /// <summary><c>mail_from</c>: the sender, with places for values of the event; <c>cert@localhost</c> by default.</summary>
    [Required("give the sender's address")]
    public string MailFrom { get; set; } = "cert@localhost";

    /// <summary><c>mail_to</c>: the recipients, commas between them, with places for values of the event; the abuse contact by default.</summary>
    [Required("give the recipients' addresses")]
    public string MailTo { get; set; } = "{ev[source.abuse_contact]}";

    /// <summary><c>subject</c>: the subject, with places for values of the event.</summary>
    public string Subject { get; set; } = "Incident in your AS {ev[source.asn]}";

    /// <summary>
    /// <c>text</c>: the text, with places for values of the event: <c>{ev[source.ip]}</c>, filled up or rounded as <c>{ev[source.asn]:>10}</c>;
    /// <c>None</c> stands for what the event lacks, <c>{{</c> and <c>}}</c> for brackets. A short notice by default, <see langword="null"/> for no text.
    /// </summary>
    public string? Text { get; set; } = Notice;

    /// <summary><c>fieldnames</c>: the fields in the table that is attached as <c>events.csv</c>; none for no table. Blanks belong to the names.</summary>
    [Parameter("fieldnames")]
    public ColumnNames? FieldNames { get; set; } =
        ["classification.taxonomy", "classification.type", "classification.identifier", "source.ip", "source.asn", "source.port"];

    /// <summary><c>csv_formula_safe</c>: put an apostrophe in front of cells that a spreadsheet would calculate (<c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>); off by default. The parameter is this project's own.</summary>
    public bool CsvFormulaSafe { get; set; }

    /// <summary>More about the login.</summary>
    public SmtpLoginOptions Login { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (Subject.AsSpan().ContainsAny('\r', '\n'))
            complaints.Add("subject has a line break: a subject is one line.");
    }

    /// <summary>The server.</summary>
    internal MailServer ToServer()
    {
        MailSecurity security = Ssl ? MailSecurity.Tls : Starttls ? MailSecurity.StartTls : MailSecurity.None;
        return Login.ToServer(SmtpHost, SmtpPort, security, SmtpPassword is null && Login.SmtpAccessToken is null && !Login.SmtpOauth2 ? null : SmtpUsername, SmtpPassword) with { VerifiesCertificate = HttpVerifyCert };
    }
}
