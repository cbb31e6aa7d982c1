using System.Net;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace Sample.Bot_1;

/// <summary>Parameters of <see cref="SampleBotExpert"/>; in configuration their names are in snake case.</summary>
public sealed partial class SampleBotExpertOptions : BotOptions
{
    /// <summary><c>service_url</c>: the address of the service.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? ServiceUrl { get; set; }

    /// <summary><c>cache_ttl</c>: how long an answer is kept.</summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary><c>overwrite</c>: whether a value that is there already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("service_url", ServiceUrl, complaints);
    }
}

/// <summary>Asks a service about <c>source.ip</c> and sets <c>extra.target_field</c>.</summary>
/// <remarks>A host finds it by module path with AddIntelMQ(configuration, [.. StandardBots.All, SampleBotExpert.Descriptor]).</remarks>
[Bot("sample_module.expert", BotKind.Expert, Summary = "Asks a service about addresses.")]
public sealed partial class SampleBotExpert : HttpExpert
{
    private const string Target = "extra.target_field";

    private readonly SampleBotExpertOptions _options;
    private readonly LookupCache<string?> _answers;

    /// <summary>Creates the expert.</summary>
    public SampleBotExpert(SampleBotExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _answers = NewCache<string?>();
    }

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        if (message[Fields.Source.Ip] is not { } ip || (!_options.Overwrite && message.Contains(Target)))
            return Verdict.Keep;
        string? answer = await _answers.GetAsync(ip.ToString(), token => AskAsync(ip, token), cancellationToken).ConfigureAwait(false);
        if (answer is not null)
            message.Set(Target, answer);
        return Verdict.Keep;
    }

    private async Task<Answer<string?>> AskAsync(IPAddress ip, CancellationToken cancellationToken)
    {
        var url = new Uri($"{_options.ServiceUrl!.TrimEnd('/')}/{Uri.EscapeDataString(ip.ToString())}");
        HttpAnswer answer = await Http.GetAsync(url, cancellationToken).ConfigureAwait(false);
        // The service knows nothing of the address: that is an answer too, and is kept.
        string? text = answer.Status == (int)HttpStatusCode.NotFound ? null : TextOf(answer.ThrowIfUnsuccessful().Json());
        return new Answer<string?>(text, _options.CacheTtl);
    }

    private static string TextOf(JsonElement json)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("answer_member", out JsonElement member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()!
            : throw new LookupException("The service did not answer with a text in answer_member.");
}
