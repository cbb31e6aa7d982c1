using IntelMQ.Failures;
using IntelMQ.Schemas;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Core.Tests.Failures;

public sealed class FailureStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-test-");

    public static TheoryData<string> Cases => [.. FailureStoreConformance.Cases.Select(static one => one.Name)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task In_memory(string name) => Case(name).RunAsync(static _ => new(new MemoryFailureStore()));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task In_a_folder(string name) => Case(name).RunAsync(_ => new(Open()));

    [Fact]
    public async Task A_failure_that_is_stored_again_after_a_restart_is_there_once()
    {
        Failure failure = FailureSamples.Line("a").Of("example-parser", 42);
        for (int i = 0; i < 2; i++)
        {
            await using FileFailureStore store = Open();
            await store.AddAsync([failure], default);
        }

        await using FileFailureStore last = Open();
        var all = new List<StoredFailure>();
        await foreach (StoredFailure stored in last.ReadAsync(default))
            all.Add(stored);
        Assert.Equal((UInt128)42, Assert.Single(all).Failure.Id);
    }

    private static ConformanceCase<IFailureStore> Case(string name) => FailureStoreConformance.Cases.Single(one => one.Name == name);

    private FileFailureStore Open() => FileFailureStore.Open(new FileFailureStoreOptions { Folder = _folder.FullName }, Schema.Default, TimeProvider.System, NullLogger.Instance);
}
