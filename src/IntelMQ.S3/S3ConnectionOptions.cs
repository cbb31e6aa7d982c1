using IntelMQ.Bots;

namespace IntelMQ.S3;

/// <summary>The parameters by which S3-compatible storage is reached.</summary>
public sealed partial class S3ConnectionOptions : OptionsPart
{
    /// <summary><c>bucket</c>: the bucket.</summary>
    [Required("name the bucket")]
    public string? Bucket { get; set; }

    /// <summary>
    /// <c>endpoint_url</c>: the address of a service that is not Amazon's, such as <c>https://minio.example.com:9000</c>; the bucket then stands in the
    /// path. By default that of Amazon S3 in the region.
    /// </summary>
    [Reaches(Outside.Url)]
    public string? EndpointUrl { get; set; }

    /// <summary><c>region</c>: the region that requests are signed for; most services that are not Amazon's take any.</summary>
    [Required("name the region")]
    public string Region { get; set; } = "us-east-1";

    /// <summary><c>access_key</c>: the id of the access key. Without it nobody logs in, which is enough for a bucket that is open to all.</summary>
    public string? AccessKey { get; set; }

    /// <summary><c>secret_key</c>: the secret of the access key.</summary>
    public Secret? SecretKey { get; set; }

    /// <summary><c>session_token</c>: the token of credentials that are good for a time only; <see langword="null"/> for none.</summary>
    public Secret? SessionToken { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!string.IsNullOrEmpty(EndpointUrl) && !(Uri.TryCreate(EndpointUrl, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"))
            complaints.Add("endpoint_url must be an address that begins with https:// or http://.");
        if (string.IsNullOrEmpty(AccessKey) != (SecretKey is not { IsEmpty: false }))
            complaints.Add("access_key and secret_key belong together: give both or none.");
    }
}
