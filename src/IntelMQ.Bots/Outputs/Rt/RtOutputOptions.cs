using IntelMQ.Http;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="RtOutput"/>.</summary>
public sealed partial class RtOutputOptions : BotOptions
{
    /// <summary><c>rt_uri</c>: the address of RT's REST interface 1.0, such as <c>https://rt.example.com/REST/1.0</c>.</summary>
    [Required("give the address of RT's REST interface")]
    [Reaches(Outside.Url)]
    public string RtUri { get; set; } = "http://localhost/REST/1.0";

    /// <summary><c>rt_user</c>: the user to log in as.</summary>
    [Required("give the user to log in as")]
    public string RtUser { get; set; } = "apiuser";

    /// <summary><c>rt_password</c>: the user's password.</summary>
    [Required("give the user's password")]
    public Secret? RtPassword { get; set; }

    /// <summary><c>verify_cert</c>: whether the server's certificate is checked; on by default.</summary>
    public bool VerifyCert { get; set; } = true;

    /// <summary><c>queue</c>: the queue of the tickets; <c>Incidents</c> by default.</summary>
    [Required("give the queue of the tickets")]
    public string Queue { get; set; } = "Incidents";

    /// <summary><c>cf_mapping</c>: fields of events, and the custom fields of tickets that take their values.</summary>
    public TextMap CfMapping { get; set; } = new(
    [
        new("classification.taxonomy", "Classification"),
        new("classification.type", "Incident Type"),
        new("event_description.text", "Description"),
        new("extra.incident.importance", "Importance"),
        new("extra.incident.severity", "Incident Severity"),
        new("extra.organization.name", "Customer"),
        new("source.ip", "IP"),
    ]);

    /// <summary><c>final_status</c>: the status that tickets get in the end, <c>resolved</c> by default; empty to leave it.</summary>
    public string? FinalStatus { get; set; } = "resolved";

    /// <summary>
    /// <c>create_investigation</c>: whether a ticket in the queue <c>Investigations</c> is made too, to the abuse contact, and linked; for events
    /// with <c>source.abuse_contact</c> and a description, in the queue <c>Incidents</c> alone. Off by default.
    /// </summary>
    public bool CreateInvestigation { get; set; }

    /// <summary><c>investigation_fields</c>: the fields in the text of such a ticket, in their order.</summary>
    public TextList InvestigationFields { get; set; } =
    [
        "time.source", "time.observation", "source.ip", "source.port", "source.fqdn", "source.url", "classification.taxonomy",
        "classification.type", "classification.identifier", "event_description.url", "event_description.text", "malware.name",
        "protocol.application", "protocol.transport",
    ];

    /// <summary><c>description_attr</c>: the field whose text begins that of a ticket; <c>event_description.text</c> by default.</summary>
    public string? DescriptionAttr { get; set; } = "event_description.text";

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        HttpConnectionOptions.ValidateUrl("rt_uri", RtUri, complaints);
        if (Queue?.AsSpan().ContainsAny('\r', '\n') == true)
            complaints.Add("queue has line breaks: remove them.");
        if (FinalStatus?.AsSpan().ContainsAny('\r', '\n') == true)
            complaints.Add("final_status has line breaks: remove them.");
        foreach ((string field, string name) in CfMapping)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny("{}\r\n"))
                complaints.Add($"cf_mapping gives '{field}' a custom field '{name}', which cannot be named so.");
        }
    }

    /// <summary>How requests are sent.</summary>
    internal HttpRequestSettings ToSettings() => new()
    {
        Connection = new HttpConnectionSettings { VerifiesCertificates = VerifyCert },
    };
}
