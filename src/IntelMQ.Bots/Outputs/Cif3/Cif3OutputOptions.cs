using IntelMQ.Http;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="Cif3Output"/>.</summary>
public sealed partial class Cif3OutputOptions : BotOptions
{
    /// <summary><c>cif3_url</c>: the address of the CIFv3 server.</summary>
    [Required("give the address of the server")]
    [Reaches(Outside.Url)]
    public string? Cif3Url { get; set; }

    /// <summary><c>cif3_token</c>: the token that lets write there.</summary>
    [Required("give a token that may write")]
    public Secret? Cif3Token { get; set; }

    /// <summary><c>cif3_additional_tags</c>: tags that every indicator gets.</summary>
    public TextList Cif3AdditionalTags { get; set; } = [];

    /// <summary><c>add_feed_provider_as_tag</c>: whether <c>feed.provider</c> is a tag; off by default.</summary>
    public bool AddFeedProviderAsTag { get; set; }

    /// <summary><c>cif3_feed_confidence</c>: the confidence, 0 to 10, of events without <c>feed.accuracy</c>; 5 by default.</summary>
    public double Cif3FeedConfidence { get; set; } = 5;

    /// <summary><c>cif3_static_confidence</c>: whether all events have that confidence; off by default, which takes a tenth of <c>feed.accuracy</c>.</summary>
    public bool Cif3StaticConfidence { get; set; }

    /// <summary><c>fireball</c>: how many indicators are sent at once at most, 500 by default; 0 for each on its own.</summary>
    [Range(0, 100000)]
    public int Fireball { get; set; } = 500;

    /// <summary><c>http_verify_cert</c>: whether the server's certificate is checked; on by default.</summary>
    public bool HttpVerifyCert { get; set; } = true;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!(Cif3FeedConfidence is >= 0 and <= 10))
            complaints.Add("cif3_feed_confidence must be a number from 0 to 10.");
        if (!string.IsNullOrEmpty(Cif3Url) && (!Uri.TryCreate(Cif3Url, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https")))
            complaints.Add("cif3_url must be an address that begins with http:// or https://.");
    }

    /// <summary>How requests are sent.</summary>
    internal HttpRequestSettings ToSettings() => new()
    {
        Connection = new HttpConnectionSettings { VerifiesCertificates = HttpVerifyCert },
    };
}
