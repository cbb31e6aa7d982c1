using System.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="SyslogOutput"/>.</summary>
public sealed partial class SyslogOutputOptions : BotOptions
{
    internal const string Udp = "udp";
    internal const string Tcp = "tcp";
    internal const string Tls = "tls";
    internal const string Newline = "newline";
    internal const string OctetCounting = "octet-counting";
    internal const string Structured = "structured";
    internal const string Json = "json";

    private static readonly string[] Facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "security", "console", "solaris-cron",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    private static readonly string[] Severities = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

    /// <summary><c>host</c>: the address or name of the other side, which its certificate must bear.</summary>
    [Required("give the address or name of the other side")]
    [Reaches(Outside.Host)]
    public string Host { get; set; } = "localhost";

    /// <summary><c>port</c>: its port; by default 514, and 6514 for TLS.</summary>
    [Range(1, 65535)]
    public int? Port { get; set; }

    /// <summary><c>protocol</c>: <c>udp</c>, <c>tcp</c> or <c>tls</c>.</summary>
    [AllowedValues(Udp, Tcp, Tls)]
    public string Protocol { get; set; } = Tcp;

    /// <summary>
    /// <c>framing</c>: how the other side tells messages in a connection apart: <c>octet-counting</c>, the length in front of each (RFC 6587), or
    /// <c>newline</c>, a line feed behind each.
    /// </summary>
    [AllowedValues(OctetCounting, Newline)]
    public string Framing { get; set; } = OctetCounting;

    /// <summary>
    /// <c>format</c>: <c>json</c> for the event as JSON in the message, or <c>structured</c> for a parameter of structured data for each field;
    /// fields whose names RFC 5424 does not allow there stay in the message, as JSON.
    /// </summary>
    [AllowedValues(Json, Structured)]
    public string Format { get; set; } = Json;

    /// <summary><c>facility</c>: the facility's name, such as <c>local0</c>, or its number.</summary>
    public string Facility { get; set; } = "local0";

    /// <summary><c>severity</c>: the severity's name, such as <c>notice</c>, or its number.</summary>
    public string Severity { get; set; } = "notice";

    /// <summary><c>hostname</c>: the name of the sending host in the message; this machine's by default.</summary>
    public string? Hostname { get; set; }

    /// <summary><c>app_name</c>: the name of the program in the message.</summary>
    [Required("give the name of the program")]
    public string AppName { get; set; } = "intelmq";

    /// <summary><c>msg_id_field</c>: the field whose value is the kind of the message, MSGID; <see langword="null"/> for none.</summary>
    public FieldName? MsgIdField { get; set; } = "classification.type";

    /// <summary><c>sd_id</c>: the name of the structured data: one with <c>@</c> and an enterprise number, 32473 being that of examples.</summary>
    public string SdId { get; set; } = "intelmq@32473";

    /// <summary><c>time</c>: <c>event</c> for <c>time.source</c>, or without it <c>time.observation</c>; <c>now</c> for the time of sending.</summary>
    [AllowedValues("event", "now")]
    public string Time { get; set; } = "event";

    /// <summary><c>keep_raw_field</c>: send <c>raw</c> too; off by default.</summary>
    public bool KeepRawField { get; set; }

    /// <summary><c>max_message_size</c>: the most bytes that the other side takes; an event that needs more is a failure.</summary>
    [Range(480, 16 << 20)]
    [Unit("bytes")]
    public int MaxMessageSize { get; set; } = 64 << 10;

    /// <summary><c>ssl_ca_certificate</c>: the PEM file of the authorities that the other side's certificate must come from; by default those of the system.</summary>
    [Reaches(Outside.File)]
    public string? SslCaCertificate { get; set; }

    /// <summary><c>ssl_client_certificate</c>: the PEM file of the client's certificate; <see langword="null"/> for none.</summary>
    [Reaches(Outside.File)]
    public string? SslClientCertificate { get; set; }

    /// <summary><c>ssl_client_certificate_key</c>: the PEM file of that certificate's key; by default it stands in the certificate's file.</summary>
    [Reaches(Outside.File)]
    public string? SslClientCertificateKey { get; set; }

    /// <summary>The port that counts.</summary>
    internal int EffectivePort => Port ?? (Protocol == Tls ? 6514 : 514);

    /// <summary>The number in front of messages.</summary>
    internal int Priority => (NumberOf(Facility, Facilities) * 8) + NumberOf(Severity, Severities);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (NumberOf(Facility, Facilities) < 0)
            complaints.Add($"facility is '{Facility}', but must be one of {string.Join(", ", Facilities)}, or its number.");
        if (NumberOf(Severity, Severities) < 0)
            complaints.Add($"severity is '{Severity}', but must be one of {string.Join(", ", Severities)}, or its number.");
        if (!string.IsNullOrEmpty(AppName) && !SyslogText.IsPrintable(AppName, 48))
            complaints.Add("app_name must have at most 48 characters of ASCII, without spaces.");
        if (!string.IsNullOrEmpty(Hostname) && !SyslogText.IsPrintable(Hostname, 255))
            complaints.Add("hostname must have at most 255 characters of ASCII, without spaces.");
        if (!SyslogText.IsName(Encoding.UTF8.GetBytes(SdId)))
            complaints.Add("sd_id must have 1 to 32 characters of ASCII, and none of '=', ']', '\"' and spaces.");
        if (Protocol != Tls && !(string.IsNullOrEmpty(SslCaCertificate) && string.IsNullOrEmpty(SslClientCertificate)))
            complaints.Add($"ssl_ca_certificate and ssl_client_certificate have no effect over {Protocol}: set protocol to tls, or leave them out.");
    }

    private static int NumberOf(string text, string[] names)
    {
        int index = Array.IndexOf(names, text.ToLowerInvariant());
        return index >= 0 ? index : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) && number < names.Length ? number : -1;
    }
}
