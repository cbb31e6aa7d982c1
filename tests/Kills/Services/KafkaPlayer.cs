using System.Globalization;
using System.Text;
using IntelMQ.Tests;

namespace Kills.Services;

/// <summary>Plays a cluster of Kafka.</summary>
internal sealed class KafkaPlayer : IPlayedService
{
    public const string Topic = "reports";

    private readonly KafkaMock _cluster = new();

    public string Place => _cluster.Servers;

    public int Count { get; private set; }

    public void Add(int count)
    {
        _cluster.Produce(Topic, [.. Enumerable.Range(Count, count).Select(static number => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"n\": {number}}}")))]);
        Count += count;
    }

    public ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        return ValueTask.CompletedTask;
    }
}
