using IntelMQ.Bots;

namespace IntelMQ.Mail.Collectors;

/// <summary>Parameters of <see cref="MailBodyCollector"/>.</summary>
public sealed partial class MailBodyCollectorOptions : MailCollectorOptions
{
    /// <summary><c>content_types</c>: which texts are taken, and in which order: <c>plain</c>, <c>html</c>; both by default.</summary>
    public MailContentTypes ContentTypes { get; set; } = MailContentTypes.Both;

    /// <summary><c>http_verify_cert</c>: whether the server's certificate is checked; on by default.</summary>
    public bool HttpVerifyCert { get; set; } = true;

    private protected override bool ChecksCertificate => HttpVerifyCert;
}
