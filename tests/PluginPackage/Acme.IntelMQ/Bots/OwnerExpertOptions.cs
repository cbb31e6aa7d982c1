using IntelMQ.Bots;

namespace Acme.IntelMQ.Bots;

/// <summary>Parameters of <see cref="OwnerExpert"/>.</summary>
public sealed partial class OwnerExpertOptions : BotOptions
{
    /// <summary><c>service_url</c>: the address of the service.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? ServiceUrl { get; set; }

    /// <summary><c>cache_file</c>: the file in which answers are kept from one start to the next; by default they are forgotten.</summary>
    [Reaches(Outside.File)]
    public string? CacheFile { get; set; }

    /// <summary><c>cache_ttl</c>: how long an answer is kept.</summary>
    [Range(1, 31_536_000)]
    [Unit("seconds")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("service_url", ServiceUrl, complaints);
    }
}
