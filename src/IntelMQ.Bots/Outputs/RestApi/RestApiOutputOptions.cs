namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="RestApiOutput"/>.</summary>
public sealed partial class RestApiOutputOptions : BotOptions
{
    /// <summary><c>host</c>: the address that events are posted to.</summary>
    [Required("give the address that events are posted to")]
    [Reaches(Outside.Url)]
    public string? Host { get; set; }

    /// <summary>
    /// <c>use_json</c>: send events as JSON, on by default; otherwise as a form, a list's members each under the list's name. The header
    /// <c>Content-Type</c> of a form is that of JSON, as with IntelMQ; where the receiver goes by it, give
    /// <c>http_header: {Content-Type: application/x-www-form-urlencoded}</c>.
    /// </summary>
    public bool UseJson { get; set; } = true;

    /// <summary><c>hierarchical_output</c>: objects within objects, split at the dots; off by default. Forms are flat in any case.</summary>
    public bool HierarchicalOutput { get; set; }

    /// <summary>
    /// <c>format</c>: post events in a format of other programs, such as <c>ecs</c> or <c>stix</c>; see <see cref="BotServices.Formats"/>. The
    /// header <c>Content-Type</c> is the format's; several events are one document where the format has one for them. Needs <c>use_json</c>. The
    /// parameter is this project's own.
    /// </summary>
    public string? Format { get; set; }

    /// <summary><c>auth_type</c>: <c>http_header</c> or <c>http_basic_auth</c>; <see langword="null"/> for neither.</summary>
    public string? AuthType { get; set; }

    /// <summary><c>auth_token_name</c>: the header's name, or the user's; without it there is no authentication.</summary>
    public string? AuthTokenName { get; set; }

    /// <summary><c>auth_token</c>: the header's value, or the user's password.</summary>
    public Secret? AuthToken { get; set; }

    /// <summary>
    /// <c>batch_size</c>: how many events are posted at once, as a JSON array; 0, the default, for each event on its own and in no array.
    /// Needs <c>use_json</c>. The parameter is this project's own.
    /// </summary>
    [Range(0, 10000)]
    public int BatchSize { get; set; }

    /// <summary>
    /// <c>signature_secret</c>: a secret shared with the receiver; each request then bears the header <c>X-Hub-Signature-256</c> with
    /// <c>sha256=</c> and the HMAC-SHA-256 of the body in hexadecimal digits. The parameter is this project's own.
    /// </summary>
    public Secret? SignatureSecret { get; set; }

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        if (AuthType is not (null or "" or "http_header" or "http_basic_auth"))
            complaints.Add($"auth_type cannot be '{AuthType}': it must be http_header or http_basic_auth.");
        HttpConnectionOptions.ValidateUrl("host", Host, complaints);
        if (AuthType == "http_header" && AuthTokenName?.AsSpan().ContainsAny(" \r\n:") == true)
            complaints.Add($"auth_token_name cannot be '{AuthTokenName}': it is no name of a header.");
        if (BatchSize > 0 && !UseJson)
            complaints.Add("batch_size needs use_json: a form holds one event.");
        if (!string.IsNullOrEmpty(Format) && !UseJson)
            complaints.Add("format needs use_json: a form has fields, not documents.");
    }
}
