using IntelMQ.State;
using IntelMQ.Testing;

namespace IntelMQ.RabbitMq.Tests;

public sealed class RabbitMqBrokerTests(RabbitServerFixture fixture) : RabbitTest(fixture)
{
    public static TheoryData<string, RabbitMqQueueType> Cases
    {
        get
        {
            var cases = new TheoryData<string, RabbitMqQueueType>();
            foreach (RabbitMqQueueType type in Enum.GetValues<RabbitMqQueueType>())
            {
                foreach (var one in BrokerConformance.Cases)
                    cases.Add(one.Name, type);
            }

            return cases;
        }
    }

    public static TheoryData<string> StateCases => [.. StateStoreConformance.Cases.Select(static one => one.Name)];

    [RabbitTheory]
    [MemberData(nameof(Cases))]
    public async Task Fulfils(string name, RabbitMqQueueType type)
        => await BrokerConformance.Cases.Single(one => one.Name == name).RunAsync(_ =>
        {
            RabbitMqBrokerOptions options = Server.Options();
            options.QueueType = type;
            return new(new RabbitMqBroker(options));
        });

    [Theory]
    [MemberData(nameof(StateCases))]
    public async Task Keeps_state(string name)
        => await StateStoreConformance.Cases.Single(one => one.Name == name).RunAsync(static _ => new(new RabbitMqBroker(new RabbitMqBrokerOptions()).State));
}
