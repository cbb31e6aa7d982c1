using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Intake;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="RtCollector"/>.</summary>
public sealed partial class RtCollectorOptions : CollectorOptions
{
    /// <summary><c>uri</c>: the address of RT's REST interface 1.0.</summary>
    [Required("give the address")]
    [Reaches(Outside.Url)]
    public string Uri { get; set; } = "http://localhost/rt/REST/1.0";

    /// <summary><c>user</c>: the user name.</summary>
    [Required("give the user name")]
    public string User { get; set; } = "intelmq";

    /// <summary><c>password</c>: the password.</summary>
    [Required("give the password")]
    public Secret? Password { get; set; }

    /// <summary><c>search_not_older_than</c>: tickets that were made after a time, or not longer ago than a span (<c>2 days</c>); all by default.</summary>
    public string? SearchNotOlderThan { get; set; }

    /// <summary><c>search_owner</c>: the owner of the tickets; empty for any.</summary>
    public string? SearchOwner { get; set; } = "nobody";

    /// <summary><c>search_queue</c>: the queue of the tickets; empty for any.</summary>
    public string? SearchQueue { get; set; } = "Incident Reports";

    /// <summary><c>search_requestor</c>: the requestor of the tickets; any by default.</summary>
    public string? SearchRequestor { get; set; }

    /// <summary><c>search_status</c>: the status of the tickets; empty for any.</summary>
    public string? SearchStatus { get; set; } = "new";

    /// <summary><c>search_subject_like</c>: what subjects hold: one text, or a list of which all are held.</summary>
    [ParameterForm(typeof(RtTextsForm))]
    public IReadOnlyList<string> SearchSubjectLike { get; set; } = ["Report"];

    /// <summary><c>search_subject_not_like</c>: what subjects do not hold: one text, or a list.</summary>
    [ParameterForm(typeof(RtTextsForm))]
    public IReadOnlyList<string> SearchSubjectNotLike { get; set; } = [];

    /// <summary><c>set_status</c>: the status that a ticket gets once its reports are stored; empty to leave it.</summary>
    public string? SetStatus { get; set; } = "open";

    /// <summary><c>take_ticket</c>: give the ticket to the user once its reports are stored.</summary>
    public bool TakeTicket { get; set; } = true;

    /// <summary><c>attachment_regex</c>: an expression that the names of attachments are searched with; the first that matches is taken. Empty for none.</summary>
    public string? AttachmentRegex { get; set; } = @"\.csv\.zip$";

    /// <summary><c>url_regex</c>: an expression that the first entry of the history is searched with where no attachment is taken; what is found is downloaded. Empty for none.</summary>
    public string? UrlRegex { get; set; } = "https://dl.shadowserver.org/[a-zA-Z0-9?_-]*";

    /// <summary><c>extract_attachment</c>: unpack attachments: all files in them, or those of certain names.</summary>
    [ParameterForm(typeof(FileSelectionForm))]
    public FileSelection ExtractAttachment { get; set; } = FileSelection.All;

    /// <summary><c>extract_download</c>: unpack downloads: all files in them, or those of certain names.</summary>
    [ParameterForm(typeof(FileSelectionForm))]
    public FileSelection ExtractDownload { get; set; } = FileSelection.All;

    /// <summary><c>max_report_size</c>: the most bytes of an attachment, a download, and of a file in it; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary><c>ssl_client_cert</c>: another name of <c>ssl_client_certificate</c>, under which IntelMQ reads it.</summary>
    [Reaches(Outside.File)]
    public string? SslClientCert { get; set; }

    /// <summary>How HTTP is spoken. User name, password and headers go to where downloads are, not to RT: to the host that <c>url_regex</c> begins with, and to those of <c>http_credential_hosts</c>.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("uri", Uri, complaints);
        Patterns.Validate("attachment_regex", AttachmentRegex, complaints);
        Patterns.Validate("url_regex", UrlRegex, complaints);
        if (!string.IsNullOrWhiteSpace(SearchNotOlderThan) && TimeLimit.At(SearchNotOlderThan, DateTimeOffset.UnixEpoch + TimeSpan.FromDays(40_000)) is null)
            complaints.Add($"search_not_older_than cannot be '{SearchNotOlderThan}': give a time such as 2026-05-01, or a span such as 2 days.");
    }

    /// <summary>The search for tickets, in RT's language.</summary>
    internal string QueryAt(DateTimeOffset now)
    {
        var conditions = new List<string>();
        Add(conditions, "Queue", "=", SearchQueue);
        if (!string.IsNullOrWhiteSpace(SearchNotOlderThan) && TimeLimit.At(SearchNotOlderThan, now) is { } since)
            Add(conditions, "Created", ">", since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        Add(conditions, "Owner", "=", SearchOwner);
        Add(conditions, "Requestor", "=", SearchRequestor);
        Add(conditions, "Status", "=", SearchStatus);
        foreach (string text in SearchSubjectLike)
            Add(conditions, "Subject", " LIKE ", text);
        foreach (string text in SearchSubjectNotLike)
            Add(conditions, "Subject", " NOT LIKE ", text);
        return conditions.Count == 0 ? "id > 0" : string.Join(" AND ", conditions);
    }

    private static void Add(List<string> conditions, string field, string comparison, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            conditions.Add($"({field}{comparison}'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}')");
    }
}
