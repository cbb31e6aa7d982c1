using System.Net;
using System.Text;
using IntelMQ.Bots.Lookups;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="ReverseDnsExpert"/>.</summary>
public sealed partial class ReverseDnsExpertOptions : BotOptions
{
    /// <summary><c>overwrite</c>: whether a name that is there is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>redis_cache_ttl</c>: the seconds that answers are kept, in memory, those of no name too; 0 is for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    public TimeSpan RedisCacheTtl { get; set; } = TimeSpan.FromDays(1);

    /// <summary><c>cache_ttl_invalid_response</c>: the seconds that it is kept that no answer came, or none that is a name; 0 is for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    public TimeSpan CacheTtlInvalidResponse { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Adds the name of each side's address (<c>reverse_dns</c>): the first that DNS gives and that is a host name.</summary>
/// <remarks>An address that DNS does not answer for goes on without a name, as one that has none.</remarks>
[Bot("intelmq.bots.experts.reverse_dns.expert", BotKind.Expert)]
public sealed partial class ReverseDnsExpert : DnsExpert
{
    private readonly ReverseDnsExpertOptions _options;
    private readonly LookupCache<string?> _names;

    /// <summary>Creates the expert.</summary>
    public ReverseDnsExpert(ReverseDnsExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _names = NewCache<string?>();
    }

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (EndpointFields side in Fields.Sides)
        {
            if (!message.TryGet(side.Ip, out IPAddress? address) || (!_options.Overwrite && message.Contains(side.ReverseDns)))
                continue;
            string? name = await _names.GetAsync(address.ToString(), token => AskAsync(address, token), cancellationToken).ConfigureAwait(false);
            message.Put(side.ReverseDns, name, _options.Overwrite);
        }

        return Verdict.Keep;
    }

    private async Task<Answer<string?>> AskAsync(IPAddress address, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names;
        try
        {
            names = await AskAsync((dns, token) => dns.ResolvePointersAsync(address, token), cancellationToken).ConfigureAwait(false);
        }
        catch (LookupException)
        {
            return new(null, KeptFor(_options.CacheTtlInvalidResponse));
        }

        foreach (string name in names)
        {
            if (HostNames.Clean(name) is { } clean)
                return new(clean, KeptFor(_options.RedisCacheTtl));
        }

        return new(null, KeptFor(names.Count == 0 ? _options.RedisCacheTtl : _options.CacheTtlInvalidResponse));
    }
}
