using IntelMQ.Failures;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class MemoryBrokerTests : BrokerConformanceTests
{
    protected override IBroker CreateBroker(IFailureStore failures) => new MemoryBroker(failures);
}
