using IntelMQ.Hosting.Brokers;
using IntelMQ.Pipelines;
using IntelMQ.Redis;

namespace IntelMQ.Tool.Brokers;

/// <summary>Queues in Redis streams, divided over several processes.</summary>
internal sealed class RedisStreamsProvider : IBrokerProvider
{
    public string Name => "redis-streams";

    public BrokerTraits Traits => RedisStreamBroker.Promises;

    public ValueTask<IBroker> CreateAsync(BrokerSettings settings, BrokerContext context, CancellationToken cancellationToken)
        => new(new RedisStreamBroker(RedisProvider.OptionsOf(settings, context)));
}
