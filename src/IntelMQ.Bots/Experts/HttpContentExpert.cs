using System.Text.Json.Serialization;
using IntelMQ.Bots.Experts.Support;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="HttpContentExpert"/>.</summary>
public sealed class HttpContentExpertOptions : HttpExpertOptions
{
    /// <summary><c>field</c>: the field with the URL.</summary>
    public string Field { get; set; } = "source.url";

    /// <summary><c>needle</c>: the text to be found in the answer, with upper and lower case as given; without it nothing is asked.</summary>
    public string? Needle { get; set; }

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

/// <summary>Asks for the URL of an event and looks for a text in the answer: <c>status</c> is <c>online</c> where it is found, otherwise <c>offline</c>.</summary>
/// <remarks>The addresses come from feeds: hand in an <see cref="HttpClient"/> that cannot reach what they must not reach.</remarks>
public sealed class HttpContentExpert : HttpExpert
{
    private readonly HttpContentExpertOptions _options;
    private readonly NamedField _field;

    /// <summary>Creates the expert.</summary>
    public HttpContentExpert(HttpContentExpertOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    public HttpContentExpert(HttpContentExpertOptions options, BotServices services)
        : base(options, services, Descriptor.Module)
    {
        _options = options;
        _field = new NamedField(options.Field);
    }

    internal static BotDescriptor Descriptor { get; } = BotDescriptor.For<HttpContentExpert, HttpContentExpertOptions>(
        "intelmq.bots.experts.http.expert_content",
        BotKind.Expert,
        "Asks for a URL and notes whether the site is online, by a text in its answer.",
        HttpContentJson.Default.HttpContentExpertOptions,
        static (options, services) => new HttpContentExpert(options, services));

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_options.Needle is not { } needle || _field.TextIn(message, out var value) is null)
            return Verdict.Keep;
        string url = value.ToString();
        SiteState state = await SiteState.OfAsync(Http, url, readsBody: true, Judge, cancellationToken).ConfigureAwait(false);
        state.WriteTo(message, _options.Overwrite);
        return Verdict.Keep;

        SiteState Judge(HttpAnswer answer)
            => answer.Status >= 400 ? SiteState.Offline(answer.Reason)
            : answer.Text().Contains(needle, StringComparison.Ordinal) ? SiteState.Online
            : SiteState.Offline($"Text {needle} not found in response from {url}");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HttpContentExpertOptions))]
internal sealed partial class HttpContentJson : JsonSerializerContext;
