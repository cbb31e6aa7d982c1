using IntelMQ.Pipelines;
using IntelMQ.Testing;

namespace IntelMQ.Sqlite.Tests;

public sealed class SqliteBrokerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-sqlite").FullName;

    public static TheoryData<string> Cases => [.. BrokerConformance.Cases.Select(static one => one.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Fulfils(string name)
        => BrokerConformance.Cases.Single(one => one.Name == name).RunAsync(_ => new(new SqliteBroker(new SqliteBrokerOptions { Path = Path.Combine(_folder, "queues.db") })));
}
