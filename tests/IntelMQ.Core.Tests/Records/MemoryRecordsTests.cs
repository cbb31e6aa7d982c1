using IntelMQ.Records;
using IntelMQ.Testing;

namespace IntelMQ.Core.Tests.Records;

public sealed class MemoryRecordsTests
{
    public static TheoryData<string> Cases => [.. RecordsConformance.Cases.Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Fulfils(string name) => RecordsConformance.Cases.Single(one => one.Name == name).RunAsync(static _ => new(new MemoryRecords()));
}
