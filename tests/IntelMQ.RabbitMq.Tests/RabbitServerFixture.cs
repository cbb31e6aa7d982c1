namespace IntelMQ.RabbitMq.Tests;

/// <summary>The server that tests share which do not end it.</summary>
public sealed class RabbitServerFixture : IDisposable
{
    // A skipped test has it made, too.
    public RabbitProgram? Program { get; } = RabbitProgram.WhyNot is null ? new RabbitProgram("rabbitmq_stomp") : null;

    public void Dispose() => Program?.Dispose();
}

/// <summary>Tests that share a server run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class RabbitServerTests : ICollectionFixture<RabbitServerFixture>
{
    public const string Name = "RabbitMQ";
}
