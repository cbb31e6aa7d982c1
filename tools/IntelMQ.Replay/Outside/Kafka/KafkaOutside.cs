using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Tests;

namespace IntelMQ.Replay.Outside.Kafka;

/// <summary>A cluster with the case's messages. It speaks no TLS.</summary>
internal sealed class KafkaOutside : IOutside
{
    private readonly KafkaMock _cluster = new();

    public KafkaOutside(ObservedCase question)
        => _cluster.Produce(question.Parameter("topic")!, [.. question.Outside.GetProperty("messages").EnumerateArray().Select(static message => message.GetBytesFromBase64())]);

    public void Describe(Placeholders placeholders)
    {
    }

    public void Change(JsonObject parameters)
    {
        parameters["bootstrap_servers"] = _cluster.Servers;
        foreach (string name in (string[])["ssl_cafile", "ssl_certfile", "ssl_check_hostname"])
            parameters.Remove(name);
    }

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        return ValueTask.CompletedTask;
    }
}
