namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="MispExpert"/>.</summary>
public sealed partial class MispExpertOptions : BotOptions
{
    /// <summary><c>misp_url</c>: the address of the MISP.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? MispUrl { get; set; }

    /// <summary><c>misp_key</c>: the key for its API.</summary>
    [Required("give the one that the service expects")]
    public Secret? MispKey { get; set; }

    /// <summary><c>lookup_fields</c>: the fields whose values are asked for; the first of them that MISP knows counts. <c>source.ip</c> by default. The parameter is this project's own.</summary>
    public FieldList LookupFields { get; set; } = FieldList.Create(["source.ip"]);

    /// <summary>
    /// <c>bulk</c>: ask for all values of a batch with one question, and take the newest attribute of each; off by default, as in IntelMQ: one
    /// question for each value, and whatever attribute comes first. The parameter is this project's own.
    /// </summary>
    public bool Bulk { get; set; }

    /// <summary><c>cache_ttl</c>: how long an answer is kept, also that there is none; 0 for not at all. The parameter is this project's own.</summary>
    [Range(0, 31 * 86400)]
    [Unit("seconds")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary><c>misp_sightings</c>: tell MISP that the values it knows were seen, once for each batch; off by default. The key needs the right to add sightings. The parameter is this project's own.</summary>
    public bool MispSightings { get; set; }

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        HttpConnectionOptions.ValidateUrl("misp_url", MispUrl, complaints);
        if (LookupFields.Count == 0)
            complaints.Add("lookup_fields is empty, so that nothing would be asked for: name a field.");
    }
}
