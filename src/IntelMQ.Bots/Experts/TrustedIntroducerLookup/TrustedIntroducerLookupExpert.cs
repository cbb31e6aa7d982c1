using IntelMQ.Bots.Toolkit;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="TrustedIntroducerLookupExpert"/>.</summary>
public sealed partial class TrustedIntroducerLookupExpertOptions : BotOptions
{
    /// <summary><c>order</c>: by what a team is looked for, <c>domain</c> and <c>asn</c>, the first that finds a contact, as list or with commas.</summary>
    [AllowedValues("domain", "asn")]
    public TextList Order { get; set; } = ["domain", "asn"];

    /// <summary><c>overwrite</c>: whether a contact that is there is replaced.</summary>
    public bool Overwrite { get; set; } = true;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();
}

/// <summary>Adds the contact of the team that is responsible for the source's domain or AS, from Trusted Introducer's directory.</summary>
/// <remarks>The directory is fetched at start and once a day; where that fails, the one at hand stays in use and the next try is an hour later.</remarks>
[Bot("intelmq.bots.experts.trusted_introducer_lookup.expert", BotKind.Expert)]
public sealed partial class TrustedIntroducerLookupExpert : HttpExpert
{
    private static readonly Uri Directory = new("https://www.trusted-introducer.org/directory/teams.json");
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TrustedIntroducerLookupExpertOptions _options;
    private readonly SemaphoreSlim _refresh = new(1, 1);
    private volatile TeamDirectory? _teams;
    private DateTimeOffset _due;

    /// <summary>Creates the expert.</summary>
    public TrustedIntroducerLookupExpert(TrustedIntroducerLookupExpertOptions options, BotServices services)
        : base(options, options.Http, services) => _options = options;

    /// <inheritdoc/>
    /// <exception cref="BotConfigurationException">There is no HTTP client, or the directory cannot be fetched.</exception>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await TeamsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LookupException exception)
        {
            throw Refusal($"the directory of teams cannot be fetched: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        TeamDirectory teams = await TeamsAsync(cancellationToken).ConfigureAwait(false);
        foreach (string by in _options.Order)
        {
            string? contact = by == "domain"
                ? teams.OfDomain(message.TextOf(Fields.Source.Fqdn))
                : message.TryGet(Fields.Source.Asn, out long asn) ? teams.OfAsn(asn) : null;
            if (contact is null)
                continue;
            message.Put(Fields.Source.AbuseContact, contact, _options.Overwrite);
            break;
        }

        return Verdict.Keep;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _refresh.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    private async ValueTask<TeamDirectory> TeamsAsync(CancellationToken cancellationToken)
    {
        if (_teams is { } current && Services.Time.GetUtcNow() < _due)
            return current;
        await _refresh.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_teams is { } fetched && Services.Time.GetUtcNow() < _due)
                return fetched;
            HttpAnswer answer = await Http.GetAsync(Directory, cancellationToken).ConfigureAwait(false);
            var teams = new TeamDirectory(answer.ThrowIfUnsuccessful().Json());
            _due = Services.Time.GetUtcNow() + Day;
            return _teams = teams;
        }
        catch (LookupException exception) when (_teams is { } old)
        {
            LogOld(Log, exception);
            _due = Services.Time.GetUtcNow() + Hour;
            return old;
        }
        finally
        {
            _refresh.Release();
        }
    }

    [LoggerMessage(10, LogLevel.Warning, "The directory of teams cannot be fetched; the one at hand stays in use.")]
    private static partial void LogOld(ILogger log, Exception exception);
}
