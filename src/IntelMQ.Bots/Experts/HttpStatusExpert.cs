using System.Text.Json.Serialization;
using IntelMQ.Bots.Experts.Support;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="HttpStatusExpert"/>.</summary>
public sealed class HttpStatusExpertOptions : HttpExpertOptions
{
    /// <summary><c>field</c>: the field with the URL.</summary>
    public string Field { get; set; } = "source.url";

    /// <summary><c>success_status_codes</c>: the status codes of sites that are online; none for all below 400.</summary>
    public NumberList SuccessStatusCodes { get; set; } = [];

    /// <summary><c>overwrite</c>: whether a <c>status</c> that is there is replaced.</summary>
    public bool Overwrite { get; set; } = true;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        if (string.IsNullOrEmpty(Field))
            complaints.Add("field is missing: name the field with the URL.");
    }
}

/// <summary>Asks for the URL of an event and sets <c>status</c> to <c>online</c> or <c>offline</c>; <c>extra.reason</c> says why it is offline.</summary>
/// <remarks>The addresses come from feeds: hand in an <see cref="HttpClient"/> that cannot reach what they must not reach.</remarks>
public sealed class HttpStatusExpert : HttpExpert
{
    private readonly HttpStatusExpertOptions _options;
    private readonly NamedField _field;

    /// <summary>Creates the expert.</summary>
    public HttpStatusExpert(HttpStatusExpertOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    public HttpStatusExpert(HttpStatusExpertOptions options, BotServices services)
        : base(options, services, Descriptor.Module)
    {
        _options = options;
        _field = new NamedField(options.Field);
    }

    internal static BotDescriptor Descriptor { get; } = BotDescriptor.For<HttpStatusExpert, HttpStatusExpertOptions>(
        "intelmq.bots.experts.http.expert_status",
        BotKind.Expert,
        "Asks for a URL and notes whether the site is online, by the status of its answer.",
        HttpStatusJson.Default.HttpStatusExpertOptions,
        static (options, services) => new HttpStatusExpert(options, services));

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_field.TextIn(message, out var value) is null)
            return Verdict.Keep;
        SiteState state = await SiteState.OfAsync(Http, value.ToString(), readsBody: false, Judge, cancellationToken).ConfigureAwait(false);
        state.WriteTo(message, _options.Overwrite);
        return Verdict.Keep;
    }

    private SiteState Judge(HttpAnswer answer)
        => (_options.SuccessStatusCodes.Count == 0 ? answer.Status < 400 : _options.SuccessStatusCodes.Contains(answer.Status))
            ? SiteState.Online
            : SiteState.Offline(answer.Reason);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HttpStatusExpertOptions))]
internal sealed partial class HttpStatusJson : JsonSerializerContext;
