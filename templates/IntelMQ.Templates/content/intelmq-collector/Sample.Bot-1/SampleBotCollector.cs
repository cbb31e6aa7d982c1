using System.Runtime.CompilerServices;
using IntelMQ.Bots;
using IntelMQ.Http;

namespace Sample.Bot_1;

/// <summary>Parameters of <see cref="SampleBotCollector"/>; in configuration their names are in snake case.</summary>
public sealed partial class SampleBotCollectorOptions : CollectorOptions
{
    /// <summary><c>service_url</c>: the address of the feed.</summary>
    [Required("name the address of the feed")]
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

/// <summary>Takes a report from a service.</summary>
/// <remarks>A host finds it by module path with AddIntelMQ(configuration, [.. StandardBots.All, SampleBotCollector.Descriptor]).</remarks>
[Bot("sample_module.collector", BotKind.Collector)]
public sealed partial class SampleBotCollector(SampleBotCollectorOptions options, BotServices services) : Collector(options, services)
{
    private HttpSession? _session;

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _session = options.Http.OpenSession(Services, Module);
        return ValueTask.CompletedTask;
    }

    /// <summary>Asks once. An <see cref="IOException"/> is tried again by the host, under its policy.</summary>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpReply reply = await _session!.GetAsync(new Uri(options.ServiceUrl!), cancellationToken);
        if (!reply.IsSuccess)
            throw new IOException($"The service answered with {reply.Status} {reply.Reason}.");
        // The report has the feed's name and the like from the parameters.
        yield return new CollectedReport(NewReport(reply.Body));
    }
}
