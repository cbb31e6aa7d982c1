using IntelMQ.Pipelines;
using IntelMQ.State;
using IntelMQ.Testing;

namespace IntelMQ.Redis.Tests;

public sealed class RedisBrokerTests
{
    public static TheoryData<string> Cases => [.. BrokerConformance.Cases.Select(static one => one.Name)];

    public static TheoryData<string> StateCases => [.. StateStoreConformance.Cases.Select(static one => one.Name)];

    [RedisTheory]
    [MemberData(nameof(Cases))]
    public async Task Fulfils(string name)
    {
        using RedisProgram server = RedisProgram.Start();
        await BrokerConformance.Cases.Single(one => one.Name == name).RunAsync(_ => new(new RedisBroker(server.Options())));
    }

    [RedisTheory]
    [MemberData(nameof(StateCases))]
    public async Task Keeps_state(string name)
    {
        using RedisProgram server = RedisProgram.Start();
        await StateStoreConformance.Cases.Single(one => one.Name == name).RunAsync(_ => new((IStateStore)new OwnedState(new RedisBroker(server.Options()))));
    }
}
