using System.Net;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace CustomBot;

// #region options
/// <summary>Parameters of <see cref="ReputationExpert"/>.</summary>
public sealed partial class ReputationExpertOptions : BotOptions
{
    /// <summary><c>service_url</c>: the address of the service.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? ServiceUrl { get; set; }

    /// <summary><c>api_key</c>: the key for the service.</summary>
    [Required("give the one that the service expects")]
    public Secret? ApiKey { get; set; }

    /// <summary><c>cache_ttl</c>: how long an answer is kept.</summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary><c>overwrite</c>: whether a score that is there already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("service_url", ServiceUrl, complaints);
    }
}
// #endregion

// #region expert
/// <summary>Asks a service how bad <c>source.ip</c> is and sets <c>reputation.score</c>. Addresses that it does not know have none.</summary>
[Bot("custombot.experts.reputation", BotKind.Expert, Summary = "Asks a service how bad addresses are.")]
public sealed partial class ReputationExpert : HttpExpert
{
    private readonly ReputationExpertOptions _options;
    private readonly LookupCache<long?> _scores;

    /// <summary>Creates the expert.</summary>
    public ReputationExpert(ReputationExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _scores = NewCache<long?>();
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (!Services.Schema.TryGetKey(CustomFields.ReputationScore.Name, out _))
            throw Refusal($"the schema has no field {CustomFields.ReputationScore}: add it with CustomFields.AddTo.");
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message[Fields.Source.Ip] is not { } ip || (!_options.Overwrite && message.Contains(CustomFields.ReputationScore)))
            return Verdict.Keep;
        long? score = await _scores.GetAsync(ip.ToString(), token => AskAsync(ip, token), cancellationToken).ConfigureAwait(false);
        if (score is { } known)
            message.Set(CustomFields.ReputationScore, known).ThrowIfRefused();
        return Verdict.Keep;
    }

    private async Task<Answer<long?>> AskAsync(IPAddress ip, CancellationToken cancellationToken)
    {
        var url = new Uri($"{_options.ServiceUrl!.TrimEnd('/')}/v1/ip/{Uri.EscapeDataString(ip.ToString())}");
        HttpAnswer answer = await Http.GetAsync(url, "X-Api-Key", _options.ApiKey!.Reveal(), cancellationToken).ConfigureAwait(false);
        long? score = answer.Status == (int)HttpStatusCode.NotFound ? null : ScoreOf(answer.ThrowIfUnsuccessful().Json());
        return new Answer<long?>(score, _options.CacheTtl);
    }

    // What comes from a service is as little to be trusted as a feed.
    private static long ScoreOf(JsonElement json)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("score", out JsonElement score)
            && score.ValueKind == JsonValueKind.Number && score.TryGetInt64(out long value) && value is >= 0 and <= 100
            ? value
            : throw new LookupException("The reputation service did not answer with a score from 0 to 100.");
}
// #endregion
