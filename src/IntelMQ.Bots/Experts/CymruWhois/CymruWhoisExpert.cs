using System.Net;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="CymruWhoisExpert"/>.</summary>
public sealed partial class CymruWhoisExpertOptions : BotOptions
{
    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>redis_cache_ttl</c>: the seconds that answers are kept, in memory, those of nothing too; 0 is for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    [Parameter("redis_cache_ttl")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// <c>bulk</c>: asks Team Cymru's whois service for all addresses of a batch in one question, not DNS for each. This project's own.
    /// </summary>
    public bool Bulk { get; set; }

    /// <summary><c>bulk_server</c>: the host of the whois service. This project's own.</summary>
    [Required("name the host of the whois service")]
    [Reaches(Outside.Host)]
    public string BulkServer { get; set; } = "whois.cymru.com";

    /// <summary><c>bulk_port</c>: the port of the whois service. This project's own.</summary>
    [Range(1, 65535)]
    public int BulkPort { get; set; } = 43;

    /// <summary><c>bulk_timeout</c>: the seconds after which the whois service is given up. This project's own.</summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan BulkTimeout { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Asks Team Cymru for AS, network, country, registry and date of each side's address, and for the name of the AS.</summary>
/// <remarks>
/// As IntelMQ it asks DNS, several questions at once. With <c>bulk</c> all addresses of a batch, both sides' and each once, go to the
/// whois service in one question over TCP; what is kept is not asked for again, either way. That no answer comes is a failure of the
/// events that need it and is not kept; that Team Cymru knows nothing of an address is.
/// </remarks>
[Bot("intelmq.bots.experts.cymru_whois.expert", BotKind.Expert)]
public sealed partial class CymruWhoisExpert : BatchExpert
{
    private const int MaxQuestions = 16;

    private readonly CymruWhoisExpertOptions _options;
    private readonly Func<string, int, CancellationToken, Task<Stream>> _connect;
    private readonly TimeSpan _keptFor;
    private readonly DnsQuestions _questions;
    private readonly LookupCache<CymruOrigin?> _origins;
    private readonly LookupCache<string?> _names;
    private readonly SemaphoreSlim _slots = new(MaxQuestions, MaxQuestions);

    /// <summary>Creates the expert.</summary>
    public CymruWhoisExpert(CymruWhoisExpertOptions options, BotServices services)
        : this(options, services, TextConnection.ConnectAsync)
    {
    }

    /// <summary>Creates the expert with a way of its own to connect to the whois service.</summary>
    /// <param name="options">The parameters.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="connect">Connects to a host and port; the bot closes the stream.</param>
    public CymruWhoisExpert(CymruWhoisExpertOptions options, BotServices services, Func<string, int, CancellationToken, Task<Stream>> connect)
        : base(options, services)
    {
        ArgumentNullException.ThrowIfNull(connect);
        _options = options;
        _connect = connect;
        _keptFor = LookupExpert.KeptFor(options.CacheTtl);
        _questions = new DnsQuestions(services, Descriptor.Module);
        _origins = new LookupCache<CymruOrigin?>(services.Time);
        _names = new LookupCache<string?>(services.Time);
    }

    /// <inheritdoc/>
    public override int MaxBatch => _options.Bulk ? 1000 : 100;

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.Bulk)
            _questions.EnsureResolver();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(IReadOnlyList<BatchItem> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CymruBulk? bulk = _options.Bulk ? new CymruBulk(_keptFor) : null;
        List<Task> items = [.. batch.Select(item => EnrichAsync(item, bulk, cancellationToken))];
        if (bulk is not null)
        {
            using var late = new CancellationTokenSource(_options.BulkTimeout, Services.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
            await bulk.SendAsync(token => _connect(_options.BulkServer, _options.BulkPort, token), either.Token).ConfigureAwait(false);
        }

        await Task.WhenAll(items).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _origins.Dispose();
        _names.Dispose();
        return base.DisposeAsync();
    }

    private async Task EnrichAsync(BatchItem item, CymruBulk? bulk, CancellationToken cancellationToken)
    {
        // All is asked for before the first answer is waited for.
        List<(EndpointFields Side, IPAddress Address, Task<(CymruOrigin? Origin, string? Name)> Answer)> asked = [];
        foreach (EndpointFields side in Fields.Sides)
        {
            if (item.Event.TryGet(side.Ip, out IPAddress? address))
                asked.Add((side, address, AskAsync(address, bulk, cancellationToken)));
        }

        try
        {
            await Task.WhenAll(asked.Select(static question => question.Answer)).ConfigureAwait(false);
        }
        catch (LookupException exception)
        {
            item.Error = exception;
            return;
        }

        foreach ((EndpointFields side, IPAddress address, Task<(CymruOrigin? Origin, string? Name)> answer) in asked)
        {
            (CymruOrigin? origin, string? name) = await answer.ConfigureAwait(false);
            if (origin is null)
                LogNothing(Log, address);
            else
                Write(item.Event, side, origin, name);
        }
    }

    private async Task<(CymruOrigin? Origin, string? Name)> AskAsync(IPAddress address, CymruBulk? bulk, CancellationToken cancellationToken)
    {
        CymruOrigin? origin = await _origins.GetAsync(address.ToString(), token => bulk?.AskAsync(address) ?? OriginAsync(address, token), cancellationToken).ConfigureAwait(false);
        if (_options.Bulk || origin?.Asn is not { } asn)
            return (origin, origin?.Name);
        return (origin, await _names.GetAsync(asn, token => NameAsync(asn, token), cancellationToken).ConfigureAwait(false));
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
        return new(texts.Select(CymruOrigin.NameOf).FirstOrDefault(static name => name is not null), _keptFor);
    }

    private async Task<IReadOnlyList<string>> AskTextsAsync(string name, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _questions.AskAsync((dns, token) => dns.ResolveTextsAsync(name, token), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Team Cymru knows nothing of {Address}.")]
    private static partial void LogNothing(ILogger log, IPAddress address);
}
