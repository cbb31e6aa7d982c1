using System.Net.Http.Headers;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace Sample.Bot_1;

/// <summary>Parameters of <see cref="SampleBotOutput"/>; in configuration their names are in snake case.</summary>
public sealed partial class SampleBotOutputOptions : BotOptions
{
    /// <summary><c>service_url</c>: where events are posted to.</summary>
    [Required("name the address that events are posted to")]
    [Reaches(Outside.Url)]
    public string? ServiceUrl { get; set; }

    /// <summary><c>http_*</c>: how the service is asked.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("service_url", ServiceUrl, complaints);
    }
}

/// <summary>Posts events to a service, those of a batch as lines of JSON.</summary>
/// <remarks>A host finds it by module path with AddIntelMQ(configuration, [.. StandardBots.All, SampleBotOutput.Descriptor]).</remarks>
[Bot("sample_module.output", BotKind.Output)]
public sealed partial class SampleBotOutput(SampleBotOutputOptions options, BotServices services) : Output(options, services)
{
    private HttpSession? _session;

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _session = options.Http.OpenSession(Services, Module);
        return ValueTask.CompletedTask;
    }

    /// <summary>Posts a batch. When the call returns the events are stored; where it throws, the host tries again, then with less.</summary>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        var lines = new Utf8Buffer();
        foreach (Event message in batch)
        {
            message.WriteTo(lines, MessageFormat.Flat);
            lines.Append("\n"u8);
        }

        byte[] body = lines.WrittenSpan.ToArray();
        HttpReply reply = await _session!.SendAsync(Request, readsBody: false, cancellationToken);
        if (!reply.IsSuccess)
            throw new IOException($"The service answered with {reply.Status} {reply.Reason}.");

        // Made anew for each try.
        HttpRequestMessage Request() => new(HttpMethod.Post, options.ServiceUrl)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } },
        };
    }
}
