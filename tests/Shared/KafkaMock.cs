using Confluent.Kafka;

namespace IntelMQ.Tests;

/// <summary>The cluster that the client's library plays itself, on the loopback; it lives as long as the client that made it.</summary>
internal sealed class KafkaMock : IDisposable
{
    private readonly IProducer<byte[]?, byte[]> _owner;

    public KafkaMock()
    {
        var config = new ProducerConfig { BootstrapServers = "ignored" };
        config.Set("test.mock.num.brokers", "1");
        _owner = new ProducerBuilder<byte[]?, byte[]>(config).SetLogHandler(static (_, _) => { }).Build();
        using IAdminClient admin = new DependentAdminClientBuilder(_owner.Handle).Build();
        Servers = string.Join(',', admin.GetMetadata(TimeSpan.FromSeconds(20)).Brokers.Select(static broker => $"{broker.Host}:{broker.Port}"));
    }

    /// <summary>Where other clients find it.</summary>
    public string Servers { get; }

    /// <summary>Puts messages into the first partition of a topic, and makes the topic where there is none.</summary>
    public void Produce(string topic, params byte[]?[] messages)
    {
        using IAdminClient admin = new DependentAdminClientBuilder(_owner.Handle).Build();
        admin.GetMetadata(topic, TimeSpan.FromSeconds(20));
        Task.WhenAll(messages.Select(message => _owner.ProduceAsync(new TopicPartition(topic, 0), new Message<byte[]?, byte[]> { Value = message! }))).WaitAsync(TimeSpan.FromSeconds(60)).GetAwaiter().GetResult();
    }

    public void Dispose() => _owner.Dispose();
}
