namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="RpzFileOutput"/>.</summary>
public sealed partial class RpzFileOutputOptions : LineFileOutputOptions
{
    /// <summary>The parameters with their defaults.</summary>
    public RpzFileOutputOptions()
        : base("/opt/intelmq/var/lib/bots/file-output/rpz")
    {
    }

    /// <summary><c>cname</c>: what the zone's names lead to.</summary>
    public string Cname { get; set; } = "";

    /// <summary><c>dns_record_type</c>: the type of the records; <c>CNAME</c> by default.</summary>
    public string DnsRecordType { get; set; } = "CNAME";

    /// <summary><c>organization_name</c>: who keeps the zone, for the comment at its top.</summary>
    public string OrganizationName { get; set; } = "";

    /// <summary><c>rpz_domain</c>: the zone's name, without a dot at its end.</summary>
    public string RpzDomain { get; set; } = "";

    /// <summary><c>hostmaster_rpz_domain</c>: the mail address in the SOA record, in the form of a name.</summary>
    public string HostmasterRpzDomain { get; set; } = "";

    /// <summary><c>rpz_email</c>: whom to ask, for the comment at the top.</summary>
    public string RpzEmail { get; set; } = "";

    /// <summary><c>ttl</c>: how long the records hold, in seconds.</summary>
    public long Ttl { get; set; } = 3600;

    /// <summary><c>ncachttl</c>: how long it holds that a name is not there, in seconds.</summary>
    public long Ncachttl { get; set; } = 60;

    /// <summary><c>serial</c>: the zone's number; by default the time at which the file is begun, <c>yymmddHHMM</c>, UTC.</summary>
    public string? Serial { get; set; }

    /// <summary><c>refresh</c>: after how many seconds other servers ask again.</summary>
    public long Refresh { get; set; } = 60;

    /// <summary><c>retry</c>: after how many seconds they ask again where that failed.</summary>
    public long Retry { get; set; } = 60;

    /// <summary><c>expire</c>: after how many seconds they forget the zone.</summary>
    public long Expire { get; set; } = 432000;

    /// <summary><c>test_domain</c>: a name that is always in the zone; empty for none.</summary>
    public string TestDomain { get; set; } = "";

    /// <summary><c>generate_time</c>: accepted, without effect: the comment names the time at which the file is begun.</summary>
    public string? GenerateTime { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        RefuseFormat(complaints);
        foreach ((string name, string? value) in (ReadOnlySpan<(string, string?)>)[("cname", Cname), ("dns_record_type", DnsRecordType), ("organization_name", OrganizationName), ("rpz_domain", RpzDomain), ("hostmaster_rpz_domain", HostmasterRpzDomain), ("rpz_email", RpzEmail), ("serial", Serial), ("test_domain", TestDomain)])
        {
            if (value?.AsSpan().ContainsAny('\r', '\n') == true)
                complaints.Add($"{name} has line breaks: remove them.");
        }

        if (Ttl < 0 || Ncachttl < 0 || Refresh < 0 || Retry < 0 || Expire < 0)
            complaints.Add("ttl, ncachttl, refresh, retry and expire must not be negative.");
    }
}
