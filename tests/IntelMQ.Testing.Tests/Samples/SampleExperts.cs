using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Testing.Samples;

/// <summary>Does what it is told to with each event.</summary>
internal sealed class SampleExpert(Func<Event, Verdict> process) : Expert
{
    public int Disposed { get; private set; }

    public override Verdict Process(Event message) => process(message);

    public override ValueTask DisposeAsync()
    {
        Disposed++;
        return base.DisposeAsync();
    }
}

/// <summary>Uses every service that a host hands over.</summary>
internal sealed partial class ServicesExpert(BotServices services) : AsyncExpert(services)
{
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        string name = message[Fields.Source.Fqdn]!;
        Asked(Log, name);
        message[Fields.Source.Ip] = (await Services.Dns!.ResolveAddressesAsync(name, cancellationToken)).SingleOrDefault();
        message[Fields.Status] = await Services.Http!.ClientFor(Http.HttpConnectionSettings.Default).GetStringAsync(new Uri($"http://{name}/status"), cancellationToken);
        message[Fields.Time.Source] = Services.Time.GetUtcNow();
        return Verdict.Keep;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Asked for {Name}.")]
    private static partial void Asked(ILogger log, string name);
}

/// <summary>Notes the sizes of its batches; refuses events without address.</summary>
internal sealed class SampleBatchExpert : BatchExpert
{
    public List<string> Calls { get; } = [];

    public override int MaxBatch => 2;

    public override ValueTask ProcessAsync(IReadOnlyList<BatchItem> batch, CancellationToken cancellationToken)
    {
        Calls.Add($"batch of {batch.Count}");
        foreach (BatchItem item in batch)
        {
            item.Event[Fields.Comment] = "seen";
            if (!item.Event.Contains(Fields.Source.Ip))
                item.Error = new InvalidOperationException("has no address");
        }

        return ValueTask.CompletedTask;
    }
}

