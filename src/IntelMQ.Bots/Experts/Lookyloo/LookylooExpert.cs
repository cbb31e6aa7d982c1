using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="LookylooExpert"/>.</summary>
public sealed partial class LookylooExpertOptions : BotOptions
{
    /// <summary><c>instance_url</c>: the address of the Lookyloo.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string InstanceUrl { get; set; } = "http://localhost:5100/";

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("instance_url", InstanceUrl, complaints);
    }
}

/// <summary>Has a Lookyloo take up <c>source.url</c>, and adds where the capture will be (<c>screenshot_url</c>). An event that has one is left alone.</summary>
[Bot("intelmq.bots.experts.lookyloo.expert", BotKind.Expert)]
public sealed partial class LookylooExpert : HttpExpert
{
    private readonly LookylooExpertOptions _options;
    private readonly string _instance;

    /// <summary>Creates the expert.</summary>
    public LookylooExpert(LookylooExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _instance = options.InstanceUrl.TrimEnd('/') + "/";
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">The Lookyloo gave no answer that can be used.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.TextOf(Fields.Source.Url) is not { } url || message.Contains(Fields.ScreenshotUrl))
            return Verdict.Keep;
        string body = JsonSerializer.Serialize(new LookylooCapture(url, _options.Http.HttpUserAgent), LookylooJson.Default.LookylooCapture);
        HttpAnswer answer = await Http.SendAsync(Request, readsBody: true, cancellationToken).ConfigureAwait(false);

        // Older servers answer with the bare UUID, newer ones with a JSON text.
        string capture = answer.ThrowIfUnsuccessful().Text().Trim().Trim('"');
        if (!Guid.TryParseExact(capture, "D", out _))
            throw new LookupException("Lookyloo did not answer with the UUID of a capture.");
        message.Put(Fields.ScreenshotUrl, $"{_instance}tree/{capture}", overwrite: false);
        return Verdict.Keep;

        HttpRequestMessage Request() => new(HttpMethod.Post, _instance + "submit") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}

/// <summary>What Lookyloo is asked for.</summary>
internal sealed record LookylooCapture(string Url, string UserAgent);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LookylooCapture))]
internal sealed partial class LookylooJson : JsonSerializerContext;
