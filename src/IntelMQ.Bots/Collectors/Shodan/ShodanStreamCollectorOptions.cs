namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="ShodanStreamCollector"/>.</summary>
public sealed partial class ShodanStreamCollectorOptions : CollectorOptions
{
    /// <summary><c>api_key</c>: the key that Shodan gives.</summary>
    [Required("give the key of the API")]
    public Secret? ApiKey { get; set; }

    /// <summary><c>countries</c>: the codes of the countries whose banners are received; all by default.</summary>
    public TextList Countries { get; set; } = [];

    /// <summary><c>alert</c>: the id of a network alert, in place of countries.</summary>
    public string? Alert { get; set; }

    /// <summary>When the stream is opened again.</summary>
    public StreamOptions Stream { get; } = new();

    /// <summary>How HTTP is spoken. <c>http_timeout_sec</c> is also the longest silence after which the stream counts as broken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <summary>The path below the stream's address.</summary>
    internal string Path
    {
        get
        {
            string[] countries = [.. Countries.Where(static country => country.Length > 0)];
            return !string.IsNullOrEmpty(Alert) ? $"shodan/alert/{Uri.EscapeDataString(Alert)}"
                : countries.Length > 0 ? $"shodan/countries/{string.Join(',', countries)}"
                : "shodan/banners";
        }
    }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        foreach (string country in Countries)
        {
            if (country.Length > 0 && (country.Length != 2 || !country.All(char.IsAsciiLetter)))
                complaints.Add($"countries cannot hold '{country}': give codes of two letters.");
        }

        if (!string.IsNullOrEmpty(Alert) && Countries.Any(static country => country.Length > 0))
            complaints.Add("countries and alert exclude each other: remove one of them.");
    }
}
