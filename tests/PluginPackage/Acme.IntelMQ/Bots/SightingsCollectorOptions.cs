using IntelMQ.Bots;

namespace Acme.IntelMQ.Bots;

// #region options
/// <summary>Parameters of <see cref="SightingsCollector"/>.</summary>
public sealed partial class SightingsCollectorOptions : CollectorOptions
{
    /// <summary><c>service_url</c>: the address of the service.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? ServiceUrl { get; set; }

    /// <summary><c>api_key</c>: the key for the service.</summary>
    [Required("give the one that the service expects")]
    public Secret? ApiKey { get; set; }

    /// <summary><c>max_pages</c>: how many pages are taken at once; the next run goes on behind them.</summary>
    [Range(1, 10_000)]
    public int MaxPages { get; set; } = 100;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("service_url", ServiceUrl, complaints);
    }
}
// #endregion
