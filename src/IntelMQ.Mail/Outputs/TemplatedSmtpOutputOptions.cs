using IntelMQ.Bots;
using IntelMQ.Mail.Connections;
using IntelMQ.Templates;

namespace IntelMQ.Mail.Outputs;

/// <summary>Parameters of <see cref="TemplatedSmtpOutput"/>.</summary>
public sealed partial class TemplatedSmtpOutputOptions : BotOptions
{
    private const string AllFields = "{% for field in event %}{% if field != 'raw' %}\n{{ field }}: {{ event[field] }}{% endif %}{% endfor %}";

    /// <summary><c>smtp_host</c>: the server's address or name; <c>localhost</c> by default.</summary>
    [Required("give the server's address or name")]
    [Reaches(Outside.Host)]
    public string SmtpHost { get; set; } = "localhost";

    /// <summary><c>smtp_port</c>: the server's port; 25 by default.</summary>
    [Range(1, 65535)]
    public int SmtpPort { get; set; } = 25;

    /// <summary><c>username</c>: who logs in; <see langword="null"/> for nobody.</summary>
    public string? Username { get; set; }

    /// <summary><c>password</c>: the password.</summary>
    public Secret? Password { get; set; }

    /// <summary><c>ssl</c>: speak TLS from the first byte; off by default.</summary>
    public bool Ssl { get; set; }

    /// <summary><c>starttls</c>: begin TLS by command, and leave servers that do not offer it; off by default, without effect with <c>ssl</c>.</summary>
    public bool Starttls { get; set; }

    /// <summary><c>verify_cert</c>: whether the server's certificate is checked; on by default.</summary>
    public bool VerifyCert { get; set; } = true;

    /// <summary><c>mail_from</c>: the template of the sender.</summary>
    [Required("give the sender's address")]
    public string? MailFrom { get; set; }

    /// <summary><c>mail_to</c>: the template of the recipients, commas between them.</summary>
    [Required("give the recipients' addresses")]
    public string? MailTo { get; set; }

    /// <summary><c>subject</c>: the template of the subject.</summary>
    public string Subject { get; set; } = "IntelMQ event";

    /// <summary><c>body</c>: the template of the text; by default, and with <see langword="null"/>, a line for each field but <c>raw</c>.</summary>
    public string? Body { get; set; } = AllFields;

    /// <summary><c>attachments</c>: attachments, each a map with the templates <c>content-type</c>, <c>text</c> and <c>name</c>; one that lacks any of them is left out.</summary>
    public IReadOnlyList<TextMap> Attachments { get; set; } = [];

    /// <summary>More about the login.</summary>
    public SmtpLoginOptions Login { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        bool hasToken = Login.SmtpOauth2 || Login.SmtpAccessToken is not null;
        if (string.IsNullOrEmpty(Username) ? Password is { IsEmpty: false } || hasToken : Password is null && !hasToken)
            complaints.Add("username and password belong together: give both, or none.");
        if (Subject.AsSpan().ContainsAny('\r', '\n'))
            complaints.Add("subject has a line break: a subject is one line.");
        Check("mail_from", MailFrom, complaints);
        Check("mail_to", MailTo, complaints);
        Check("subject", Subject, complaints);
        Check("body", Body, complaints);
        for (int i = 0; i < Attachments.Count; i++)
        {
            foreach ((string name, string text) in Attachments[i])
                Check($"attachments, {name} of number {i + 1}", text, complaints);
        }
    }

    internal string BodyOrDefault => Body ?? AllFields;

    /// <summary>The server.</summary>
    internal MailServer ToServer()
    {
        MailSecurity security = Ssl ? MailSecurity.Tls : Starttls ? MailSecurity.StartTls : MailSecurity.None;
        return Login.ToServer(SmtpHost, SmtpPort, security, Username, Password) with { VerifiesCertificate = VerifyCert };
    }

    private static void Check(string parameter, string? template, ICollection<string> complaints)
    {
        try
        {
            if (template is not null)
                Template.Parse(template);
        }
        catch (TemplateException exception)
        {
            complaints.Add($"{parameter} is not understood, {exception.Message}");
        }
    }
}
