using System.Net;
using System.Text.Json.Serialization;
using IntelMQ.Bots.Experts.Support;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="CymruWhoisExpert"/>.</summary>
public sealed class CymruWhoisExpertOptions : BotOptions
{
    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>redis_cache_ttl</c>: the seconds that answers are kept, in memory, those of nothing too; 0 is for ever.</summary>
    public long RedisCacheTtl { get; set; } = 86400;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (RedisCacheTtl is < 0 or > int.MaxValue)
            complaints.Add($"redis_cache_ttl is {RedisCacheTtl}, but must be a number of seconds, or 0 for ever.");
    }
}

/// <summary>Asks Team Cymru, over DNS, for AS, network, country, registry and date of each side's address, and for the name of the AS.</summary>
/// <remarks>That DNS does not answer is a failure and is not kept; that Team Cymru knows nothing of an address is.</remarks>
public sealed partial class CymruWhoisExpert : DnsExpert
{
    private readonly CymruWhoisExpertOptions _options;
    private readonly TimeSpan _keptFor;
    private readonly LookupCache<CymruOrigin?> _origins;
    private readonly LookupCache<string?> _names;

    /// <summary>Creates the expert.</summary>
    public CymruWhoisExpert(CymruWhoisExpertOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    public CymruWhoisExpert(CymruWhoisExpertOptions options, BotServices services)
        : base(services, Descriptor.Module)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(Descriptor.Module);
        _options = options;
        _keptFor = KeptFor(options.RedisCacheTtl);
        _origins = NewCache<CymruOrigin?>();
        _names = NewCache<string?>();
    }

    internal static BotDescriptor Descriptor { get; } = BotDescriptor.For<CymruWhoisExpert, CymruWhoisExpertOptions>(
        "intelmq.bots.experts.cymru_whois.expert",
        BotKind.Expert,
        "Asks Team Cymru for AS, network, country and registry of addresses.",
        CymruWhoisJson.Default.CymruWhoisExpertOptions,
        static (options, services) => new CymruWhoisExpert(options, services));

    /// <inheritdoc/>
    /// <exception cref="LookupException">DNS gave no answer.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (EndpointFields side in Fields.Sides)
        {
            if (!message.TryGet(side.Ip, out IPAddress? address))
                continue;
            CymruOrigin? origin = await _origins.GetAsync(address.ToString(), token => OriginAsync(address, token), cancellationToken).ConfigureAwait(false);
            string? name = origin?.Asn is { } asn ? await _names.GetAsync(asn, token => NameAsync(asn, token), cancellationToken).ConfigureAwait(false) : null;
            if (origin is null)
                LogNothing(Log, address);
            else
                Write(message, side, origin, name);
        }

        return Verdict.Keep;
    }

    private void Write(Event message, EndpointFields side, CymruOrigin origin, string? name)
    {
        message.Put(side.Asn, origin.Asn, _options.Overwrite);
        message.Put(side.Network, origin.Network, _options.Overwrite);
        message.Put(side.Geolocation.Cc, origin.Country, _options.Overwrite);
        message.Put(side.Registry, origin.Registry, _options.Overwrite);
        message.Put(side.Allocated, origin.Allocated, _options.Overwrite);
        message.Put(side.AsName, name, _options.Overwrite);
    }

    private async Task<Answer<CymruOrigin?>> OriginAsync(IPAddress address, CancellationToken cancellationToken)
    {
        string zone = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? ".origin.asn.cymru.com" : ".origin6.asn.cymru.com";
        IReadOnlyList<string> texts = await AskTextsAsync(ReverseName.Of(address) + zone, cancellationToken).ConfigureAwait(false);
        return new(CymruOrigin.MostSpecific(texts), _keptFor);
    }

    private async Task<Answer<string?>> NameAsync(string asn, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> texts = await AskTextsAsync($"AS{asn}.asn.cymru.com", cancellationToken).ConfigureAwait(false);
        return new(texts.Count == 0 ? null : CymruOrigin.NameOf(texts[0]), _keptFor);
    }

    private Task<IReadOnlyList<string>> AskTextsAsync(string name, CancellationToken cancellationToken)
        => AskAsync((dns, token) => dns.ResolveTextsAsync(name, token), cancellationToken);

    [LoggerMessage(1, LogLevel.Information, "Team Cymru knows nothing of {Address}.")]
    private static partial void LogNothing(ILogger log, IPAddress address);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CymruWhoisExpertOptions))]
internal sealed partial class CymruWhoisJson : JsonSerializerContext;
