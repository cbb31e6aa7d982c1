using IntelMQ.Core.Tests.Pipelines;
using IntelMQ.Failures;
using IntelMQ.Pipelines;

namespace IntelMQ.Sqlite.Tests;

public sealed class SqliteBrokerTests : BrokerConformanceTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-sqlite").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override IBroker CreateBroker(IFailureStore failures) => new SqliteBroker(new SqliteBrokerOptions { Path = Path.Combine(_folder, "queues.db") });
}
