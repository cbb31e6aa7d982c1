using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class MemoryBrokerTests
{
    public static TheoryData<string> Cases => [.. BrokerConformance.Cases.Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Fulfils(string name)
        => BrokerConformance.Cases.Single(one => one.Name == name).RunAsync(static _ => new(new MemoryBroker(new MemoryFailureStore())));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Fulfils_with_state_that_lasts(string name)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("intelmq-test-");
        try
        {
            await using FileStateStore state = await FileStateStore.OpenAsync(new FileStateStoreOptions { Folder = folder.FullName }, TimeProvider.System, NullLogger.Instance, default);
            await BrokerConformance.Cases.Single(one => one.Name == name).RunAsync(_ => new(new MemoryBroker(new MemoryFailureStore(), state)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
