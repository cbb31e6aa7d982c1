using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mail.Connections;
using IntelMQ.Text;

namespace IntelMQ.Mail.Collectors;

/// <summary>The parameters of all collectors that read mailboxes.</summary>
public abstract partial class MailCollectorOptions : CollectorOptions
{
    /// <summary><c>mail_host</c>: the IMAP server's address or name.</summary>
    [Required("give the server's address or name")]
    [Reaches(Outside.Host)]
    public string? MailHost { get; set; }

    /// <summary><c>mail_port</c>: the server's port; by default 993, or 143 without <c>mail_ssl</c>.</summary>
    [Range(1, 65535)]
    public int? MailPort { get; set; }

    /// <summary><c>mail_user</c>: who logs in.</summary>
    [Required("give the name of the mailbox")]
    public string? MailUser { get; set; }

    /// <summary><c>mail_password</c>: the password.</summary>
    public Secret? MailPassword { get; set; }

    /// <summary><c>mail_oauth2</c>: log in with access tokens of OAuth 2.0, for which the host is asked (<c>BotServices.AccessTokens</c>), in place of the password; off by default. The parameter is this project's own.</summary>
    public bool MailOauth2 { get; set; }

    /// <summary><c>mail_access_token</c>: log in with this access token in place of the password; <c>${file:PATH}</c> is read again at each login. The parameter is this project's own.</summary>
    public Secret? MailAccessToken { get; set; }

    /// <summary><c>mail_ssl</c>: speak TLS from the first byte; on by default.</summary>
    public bool MailSsl { get; set; } = true;

    /// <summary><c>mail_starttls</c>: begin TLS by command, where <c>mail_ssl</c> is off, and leave servers that do not offer it; off by default.</summary>
    public bool MailStarttls { get; set; }

    /// <summary><c>ssl_ca_certificate</c>: a PEM file of the certificates that the server's must come from; <see langword="null"/> for those of the system.</summary>
    [Reaches(Outside.File)]
    public string? SslCaCertificate { get; set; }

    /// <summary><c>folder</c>: the folder; <c>INBOX</c> by default.</summary>
    [Required("give the name of the folder")]
    public string Folder { get; set; } = "INBOX";

    /// <summary><c>folders</c>: more folders, read after the first one. The parameter is this project's own.</summary>
    public TextList Folders { get; set; } = [];

    /// <summary><c>sent_from</c>: take only mails whose sender holds this text; the server looks.</summary>
    public string? SentFrom { get; set; }

    /// <summary><c>sent_to</c>: take only mails whose recipients hold this text; the server looks.</summary>
    public string? SentTo { get; set; }

    /// <summary><c>subject_regex</c>: take only mails in whose subject this expression (Python's) is found; <see langword="null"/> for all.</summary>
    public string? SubjectRegex { get; set; }

    /// <summary><c>attach_unzip</c>: the old name of <c>extract_files</c>: whatever it is, attachments are unpacked.</summary>
    public PlainValue? AttachUnzip { get; set; }

    /// <summary><c>max_mail_size</c>: the most bytes of a mail; 128 MiB by default. A larger one is a failure. The parameter is this project's own.</summary>
    [Range(1, 1 << 30)]
    [Unit("bytes")]
    public int MaxMailSize { get; set; } = 128 << 20;

    /// <summary><c>max_parts</c>: the most parts of a mail; 1000 by default. One with more is a failure. The parameter is this project's own.</summary>
    [Range(1, 100_000)]
    public int MaxParts { get; set; } = 1000;

    /// <summary><c>mail_timeout</c>: the time that one step of a conversation with the server may take. The parameter is this project's own.</summary>
    [Range(0, 3600, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan MailTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the server's certificate is checked.</summary>
    private protected abstract bool ChecksCertificate { get; }

    /// <summary>A file of the authorities that the bot's other parameters name.</summary>
    private protected virtual string? OtherAuthorityFile => null;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        CheckExpression("subject_regex", SubjectRegex, complaints);
        if (MailPassword is null && MailAccessToken is null && !MailOauth2)
            complaints.Add("mail_password is missing: give the password, or mail_access_token or mail_oauth2.");
    }

    internal MailServer ToServer() => new()
    {
        Protocol = "imap",
        Host = MailHost!,
        Port = MailPort ?? (MailSsl ? 993 : 143),
        Security = MailSsl ? MailSecurity.Tls : MailStarttls ? MailSecurity.StartTls : MailSecurity.None,
        VerifiesCertificate = ChecksCertificate,
        AuthorityFile = string.IsNullOrEmpty(SslCaCertificate) ? OtherAuthorityFile : SslCaCertificate,
        User = MailUser,
        Password = MailPassword,
        AccessToken = MailAccessToken,
        UsesTokens = MailOauth2,
        Timeout = MailTimeout,
    };

    /// <summary>Complains about an expression that cannot be used.</summary>
    private protected static void CheckExpression(string parameter, string? expression, ICollection<string> complaints)
    {
        if (!string.IsNullOrEmpty(expression) && !PythonRegex.TryCompile(expression, PythonRegexOptions.None, out _, out string? error))
            complaints.Add($"{parameter} is no expression that can be used: {error}.");
    }
}
