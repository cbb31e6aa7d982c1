using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntelMQ.Bots;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace Sample.Bot_1;

/// <summary>Parameters of <see cref="SampleBotExpert"/>; in configuration their names are in snake case.</summary>
public sealed class SampleBotExpertOptions : HttpExpertOptions
{
    /// <summary><c>service_url</c>: the address of the service.</summary>
    public string? ServiceUrl { get; set; }

    /// <summary><c>cache_ttl</c>: the seconds that an answer is kept.</summary>
    public long CacheTtl { get; set; } = 3600;

    /// <summary><c>overwrite</c>: whether a value that is there already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        ValidateUrl("service_url", ServiceUrl, complaints);
        if (CacheTtl is < 1 or > 86400)
            complaints.Add($"cache_ttl is {CacheTtl}, but must be 1 to 86400 seconds.");
    }
}

/// <summary>Asks a service about <c>source.ip</c> and sets <c>extra.target_field</c>.</summary>
public sealed class SampleBotExpert : HttpExpert
{
    private const string Target = "extra.target_field";

    private readonly SampleBotExpertOptions _options;
    private readonly LookupCache<string?> _answers;

    /// <summary>Creates the expert.</summary>
    public SampleBotExpert(SampleBotExpertOptions options, BotServices services)
        : base(options, services, Descriptor.Module)
    {
        _options = options;
        _answers = NewCache<string?>();
    }

    /// <summary>How a host finds the expert, by module path and parameters: AddIntelMQ(configuration, [.. BotCatalog.All, SampleBotExpert.Descriptor]).</summary>
    public static BotDescriptor Descriptor { get; } = BotDescriptor.For<SampleBotExpert, SampleBotExpertOptions>(
        "sample_module.expert",
        BotKind.Expert,
        "Asks a service about addresses.",
        SampleBotJson.Default.SampleBotExpertOptions,
        static (options, services) => new SampleBotExpert(options, services));

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
        return new Answer<string?>(text, TimeSpan.FromSeconds(_options.CacheTtl));
    }

    private static string TextOf(JsonElement json)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("answer_member", out JsonElement member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()!
            : throw new LookupException("The service did not answer with a text in answer_member.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SampleBotExpertOptions))]
internal sealed partial class SampleBotJson : JsonSerializerContext;
