using IntelMQ.Http;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="EsmIpOutput"/>.</summary>
public sealed partial class EsmIpOutputOptions : BotOptions
{
    /// <summary><c>esm_ip</c>: the address or name of the ESM.</summary>
    [Required("give the address or name of the ESM")]
    [Reaches(Outside.Host)]
    public string? EsmIp { get; set; } = "1.2.3.4";

    /// <summary><c>esm_user</c>: the user to log in as; <c>NGCP</c> by default.</summary>
    [Required("give the user to log in as")]
    public string EsmUser { get; set; } = "NGCP";

    /// <summary><c>esm_password</c>: the user's password.</summary>
    [Required("give the user's password")]
    public Secret? EsmPassword { get; set; }

    /// <summary><c>esm_watchlist</c>: the name of the watch list.</summary>
    [Required("give the name of the watch list")]
    public string? EsmWatchlist { get; set; }

    /// <summary><c>field</c>: the field whose values are added; <c>source.ip</c> by default. Events without a text there are passed over.</summary>
    [Required("give the field whose values are added")]
    public string Field { get; set; } = "source.ip";

    /// <summary>
    /// <c>http_verify_cert</c>: whether the ESM's certificate is checked, on by default; many have one of their own making. The parameter is
    /// this project's own; IntelMQ checks nothing.
    /// </summary>
    public bool HttpVerifyCert { get; set; } = true;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!string.IsNullOrEmpty(EsmIp) && !Uri.TryCreate($"https://{EsmIp}/", UriKind.Absolute, out _))
            complaints.Add($"esm_ip cannot be '{EsmIp}': give the address or name of the ESM.");
    }

    /// <summary>How requests are sent.</summary>
    internal HttpRequestSettings ToSettings() => new()
    {
        Connection = new HttpConnectionSettings { VerifiesCertificates = HttpVerifyCert },
    };
}
