using System.Buffers;
using IntelMQ.Http;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="ElasticsearchOutput"/>.</summary>
public sealed partial class ElasticsearchOutputOptions : BotOptions
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("\\/*?\"<>| ,#:");

    /// <summary><c>elastic_host</c>: the server's address or name; <c>127.0.0.1</c> by default.</summary>
    [Required("give the server's address or name")]
    [Reaches(Outside.Host)]
    public string ElasticHost { get; set; } = "127.0.0.1";

    /// <summary><c>elastic_port</c>: the server's port, 1 to 65535; 9200 by default.</summary>
    [Range(1, 65535)]
    public int ElasticPort { get; set; } = 9200;

    /// <summary><c>elastic_index</c>: the index, or the beginning of the names of indices where they change; <c>intelmq</c> by default.</summary>
    [Required("give the name of the index")]
    public string ElasticIndex { get; set; } = "intelmq";

    /// <summary>
    /// <c>rotate_index</c>: <c>never</c> (the default), <c>daily</c>, <c>weekly</c>, <c>monthly</c> or <c>yearly</c>: indices by the day, week,
    /// month or year of <c>time.source</c>, else of <c>time.observation</c>, else of now; UTC. Another value counts as <c>never</c>.
    /// </summary>
    public string? RotateIndex { get; set; } = "never";

    /// <summary>
    /// <c>rotate_exactly</c>: with <c>rotate_index</c>, go by all times; off by default, as IntelMQ goes: a time with a fraction of a second
    /// does not count, and with <c>replacement_char</c> none but now does. The parameter is this project's own.
    /// </summary>
    public bool RotateExactly { get; set; }

    /// <summary>
    /// <c>flatten_fields</c>: fields whose value is an object, or a text that is one in JSON: each member becomes a field of its own,
    /// <c>FIELD_MEMBER</c>. <c>extra</c> by default, which is flat already.
    /// </summary>
    public TextList FlattenFields { get; set; } = ["extra"];

    /// <summary><c>replacement_char</c>: what stands in names in place of dots; <see langword="null"/> or empty for dots.</summary>
    public string? ReplacementChar { get; set; }

    /// <summary><c>use_ssl</c>: speak TLS; off by default.</summary>
    public bool UseSsl { get; set; }

    /// <summary><c>ssl_ca_certificate</c>: a PEM file of the certificates that the server's must come from; <see langword="null"/> for those of the system.</summary>
    [Reaches(Outside.File)]
    public string? SslCaCertificate { get; set; }

    /// <summary><c>ssl_show_warnings</c>: accepted, without effect.</summary>
    public bool SslShowWarnings { get; set; } = true;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <summary>The address of the server.</summary>
    internal Uri Url => new UriBuilder(UseSsl ? "https" : "http", ElasticHost, ElasticPort).Uri;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        if (!string.IsNullOrEmpty(ElasticHost) && Uri.CheckHostName(ElasticHost.Trim('[', ']')) == UriHostNameType.Unknown)
            complaints.Add($"elastic_host cannot be '{ElasticHost}': give the server's address or name.");
        if (!string.IsNullOrEmpty(ElasticIndex) && (ElasticIndex.AsSpan().ContainsAny(NotInNames) || ElasticIndex.Any(char.IsUpper) || ElasticIndex[0] is '-' or '_' or '+'))
            complaints.Add($"elastic_index cannot be '{ElasticIndex}': names of indices are lower case, without blanks and \\ / * ? \" < > | , # :, and begin with a letter or digit.");
        if (!string.IsNullOrEmpty(Http.HttpUsername) && Http.HttpPassword is null)
            complaints.Add("http_username needs http_password.");
    }

    /// <summary>How requests are sent.</summary>
    internal HttpRequestSettings ToSettings()
    {
        if (!string.IsNullOrEmpty(SslCaCertificate) && Http.HttpVerifyCert.IsTruthy)
            Http.HttpVerifyCert = SslCaCertificate;
        return Http.ToSettings();
    }
}
