using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="MispExpert"/>.</summary>
public sealed partial class MispExpertOptions : BotOptions
{
    /// <summary><c>misp_url</c>: the address of the MISP.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? MispUrl { get; set; }

    /// <summary><c>misp_key</c>: the key for its API.</summary>
    [Required("give the one that the service expects")]
    public Secret? MispKey { get; set; }

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("misp_url", MispUrl, complaints);
    }
}

/// <summary>Asks a MISP for <c>source.ip</c> and adds the UUIDs of the first attribute that has it and of that attribute's event; what is there is replaced.</summary>
[Bot("intelmq.bots.experts.misp.expert", BotKind.Expert, Summary = "Looks addresses up in a MISP and adds the UUIDs of attribute and event.")]
public sealed partial class MispExpert : HttpExpert
{
    private readonly MispExpertOptions _options;
    private readonly string _search;

    /// <summary>Creates the expert.</summary>
    public MispExpert(MispExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _search = options.MispUrl!.TrimEnd('/') + "/attributes/restSearch";
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">The MISP gave no answer that can be used.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.TextOf(Fields.Source.Ip) is not { } ip)
            return Verdict.Keep;
        string body = JsonSerializer.Serialize(new MispSearch(ip), MispExpertJson.Default.MispSearch);
        HttpAnswer answer = await Http.SendAsync(Request, readsBody: true, cancellationToken).ConfigureAwait(false);
        if (answer.ThrowIfUnsuccessful().JsonObject().At("errors").ValueKind != JsonValueKind.Undefined)
            throw new LookupException("MISP answered with errors.");
        JsonElement attribute = answer.JsonMember("response").At("Attribute").First();
        message.Put(Fields.Misp.AttributeUuid, attribute.At("uuid").Text(), overwrite: true);
        message.Put(Fields.Misp.EventUuid, attribute.At("Event").At("uuid").Text(), overwrite: true);
        return Verdict.Keep;

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, _search) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("Authorization", _options.MispKey!.Reveal());
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            return request;
        }
    }
}

/// <summary>What MISP is asked for: one attribute with a value.</summary>
internal sealed record MispSearch(string Value, [property: JsonPropertyName("returnFormat")] string ReturnFormat = "json", int Page = 1, int Limit = 1);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MispSearch))]
internal sealed partial class MispExpertJson : JsonSerializerContext;
