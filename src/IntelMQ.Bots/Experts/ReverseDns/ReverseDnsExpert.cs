using System.Net;
using System.Text;
using System.Text.Json.Serialization;
using IntelMQ.Bots.Lookups;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="ReverseDnsExpert"/>.</summary>
public sealed class ReverseDnsExpertOptions : BotOptions
{
    /// <summary><c>overwrite</c>: whether a name that is there is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>redis_cache_ttl</c>: the seconds that answers are kept, in memory, those of no name too; 0 is for ever.</summary>
    public long RedisCacheTtl { get; set; } = 86400;

    /// <summary><c>cache_ttl_invalid_response</c>: the seconds that it is kept that no answer came, or none that is a name; 0 is for ever.</summary>
    public long CacheTtlInvalidResponse { get; set; } = 60;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (RedisCacheTtl is < 0 or > int.MaxValue)
            complaints.Add($"redis_cache_ttl is {RedisCacheTtl}, but must be a number of seconds, or 0 for ever.");
        if (CacheTtlInvalidResponse is < 0 or > int.MaxValue)
            complaints.Add($"cache_ttl_invalid_response is {CacheTtlInvalidResponse}, but must be a number of seconds, or 0 for ever.");
    }
}

/// <summary>Adds the name of each side's address (<c>reverse_dns</c>): the first that DNS gives and that is a host name.</summary>
/// <remarks>An address that DNS does not answer for goes on without a name, as one that has none.</remarks>
public sealed class ReverseDnsExpert : DnsExpert
{
    private readonly ReverseDnsExpertOptions _options;
    private readonly LookupCache<string?> _names;

    /// <summary>Creates the expert.</summary>
    public ReverseDnsExpert(ReverseDnsExpertOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    public ReverseDnsExpert(ReverseDnsExpertOptions options, BotServices services)
        : base(services, Descriptor.Module)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(Descriptor.Module);
        _options = options;
        _names = NewCache<string?>();
    }

    internal static BotDescriptor Descriptor { get; } = BotDescriptor.For<ReverseDnsExpert, ReverseDnsExpertOptions>(
        "intelmq.bots.experts.reverse_dns.expert",
        BotKind.Expert,
        "Adds the names that DNS gives for addresses.",
        ReverseDnsJson.Default.ReverseDnsExpertOptions,
        static (options, services) => new ReverseDnsExpert(options, services));

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReverseDnsExpertOptions))]
internal sealed partial class ReverseDnsJson : JsonSerializerContext;
