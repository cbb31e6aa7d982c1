using IntelMQ.Bots.Toolkit;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Lookups;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="GethostbynameExpert"/>.</summary>
public sealed partial class GethostbynameExpertOptions : BotOptions
{
    /// <summary><c>fallback_to_url</c>: takes the host of the URL where there is no host name.</summary>
    public bool FallbackToUrl { get; set; } = true;

    /// <summary>
    /// <c>gaierrors_to_ignore</c>: the numbers of errors of a system's resolver after which an event goes on without an address. Names
    /// without an address always do. With -3 (a failure that may pass) among them, names that DNS does not answer for do as well.
    /// </summary>
    [Parameter("gaierrors_to_ignore")]
    public NumberList IgnoredResolverErrors { get; set; } = [];

    /// <summary><c>overwrite</c>: whether an address that is there is replaced.</summary>
    public bool Overwrite { get; set; }
}

/// <summary>Adds the address of each side's host name (<c>ip</c>): the first IPv4 address that the resolver gives.</summary>
[Bot("intelmq.bots.experts.gethostbyname.expert", BotKind.Expert)]
public sealed partial class GethostbynameExpert : DnsExpert
{
    private const int TemporaryFailure = -3;

    // What a name may have in DNS, dots included.
    private const int MaxName = 253;

    private readonly GethostbynameExpertOptions _options;

    /// <summary>Creates the expert.</summary>
    public GethostbynameExpert(GethostbynameExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">The resolver gave no answer.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (EndpointFields side in Fields.Sides)
        {
            if ((!_options.Overwrite && message.Contains(side.Ip)) || NameOf(message, side) is not { } name)
                continue;
            string? address = await AddressAsync(name, cancellationToken).ConfigureAwait(false);
            message.Put(side.Ip, address, _options.Overwrite);
        }

        return Verdict.Keep;
    }

    private async Task<string?> AddressAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<IPAddress> addresses = await AskAsync((dns, token) => dns.ResolveAddressesAsync(name, token), cancellationToken).ConfigureAwait(false);
            return addresses.FirstOrDefault(static address => address.AddressFamily == AddressFamily.InterNetwork && !address.Equals(IPAddress.Any))?.ToString();
        }
        catch (LookupException) when (_options.IgnoredResolverErrors.Contains(TemporaryFailure))
        {
            return null;
        }
    }

    private string? NameOf(Event message, EndpointFields side)
    {
        string? name = null;
        if (message.TextOf(side.Fqdn) is { } fqdn)
        {
            name = HostNames.Clean(fqdn);
        }
        else if (_options.FallbackToUrl)
        {
            FieldValue url = message.Get(side.Url);
            if (!url.IsMissing && UrlParts.TrySplit(url.Utf8, out UrlParts parts) && !parts.TryGetAddress(out _))
                name = HostNames.Clean(parts.Host);
        }

        return string.IsNullOrEmpty(name) || name.Length > MaxName || name.Split('.').Any(static label => label.Length > 63) ? null : name;
    }
}
