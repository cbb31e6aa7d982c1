using System.Globalization;
using System.Net;
using System.Numerics;
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

    /// <summary><c>redis_cache_ttl</c>: the seconds that answers are kept, those of no name too; 0 is for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    [Parameter("redis_cache_ttl")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromDays(1);

    /// <summary><c>cache_ttl_invalid_response</c>: the seconds that it is kept that no answer came, or none that is a name; 0 is for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    public TimeSpan CacheTtlInvalidResponse { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Bots in Python that ask for the same names.</summary>
    public LookupCacheOptions Cache { get; } = new();
}

/// <summary>Adds the name of each side's address (<c>reverse_dns</c>): the first that DNS gives and that is a host name.</summary>
/// <remarks>An address that DNS does not answer for goes on without a name, as one that has none.</remarks>
[Bot("intelmq.bots.experts.reverse_dns.expert", BotKind.Expert)]
public sealed partial class ReverseDnsExpert : DnsExpert
{
    // IntelMQ's, for this kind of bot, and its word for no name.
    private const int Database = 7;
    private const string NoName = "__dns-exception";

    private readonly ReverseDnsExpertOptions _options;
    private readonly LookupCache<string?> _names;
    private readonly SharedLookups<string?> _shared;

    /// <summary>Creates the expert.</summary>
    public ReverseDnsExpert(ReverseDnsExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _names = NewCache<string?>();
        _shared = ShareAnswers<string?>(options.Cache.ToShared(Database), TryRead, static name => name is null ? NoName : name + ".");
    }

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (EndpointFields side in Fields.Sides)
        {
            if (!message.TryGet(side.Ip, out IPAddress? address) || (!_options.Overwrite && message.Contains(side.ReverseDns)))
                continue;
            string? name = await _names.GetAsync(address.ToString(), token => _shared.GetAsync(KeyOf(address), asking => AskAsync(address, asking), token), cancellationToken).ConfigureAwait(false);
            message.Put(side.ReverseDns, name, _options.Overwrite);
        }

        return Verdict.Keep;
    }

    // IntelMQ's key: the address as binary number. An IPv6 address with the number of one of IPv4 would take that one's place.
    private static string? KeyOf(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        return bytes.Length > 4 && number <= uint.MaxValue ? null : number.ToString("b", CultureInfo.InvariantCulture).TrimStart('0') is { Length: > 0 } digits ? digits : "0";
    }

    private static bool TryRead(string text, out string? name)
    {
        name = text == NoName ? null : HostNames.Clean(text);
        return true;
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
                return new(clean, KeptFor(_options.CacheTtl));
        }

        return new(null, KeptFor(names.Count == 0 ? _options.CacheTtl : _options.CacheTtlInvalidResponse));
    }
}
