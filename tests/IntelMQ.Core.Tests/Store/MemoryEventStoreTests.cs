using IntelMQ.Schemas;
using IntelMQ.Store;
using IntelMQ.Testing;

namespace IntelMQ.Core.Tests.Store;

public sealed class MemoryEventStoreTests
{
    public static TheoryData<string> Cases => [.. EventStoreConformance.Cases.Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Fulfils(string name) => EventStoreConformance.Cases.Single(one => one.Name == name).RunAsync(static _ => new(new MemoryEventStore(Schema.Default, TimeProvider.System)));
}
