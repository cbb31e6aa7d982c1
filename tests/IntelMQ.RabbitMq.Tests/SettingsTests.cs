using IntelMQ.Pipelines;

namespace IntelMQ.RabbitMq.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Settings_that_contradict_each_other_are_refused()
    {
        RabbitMqBrokerOptions[] wrong =
        [
            new() { Host = "" },
            new() { Port = 0 },
            new() { VirtualHost = " " },
            new() { User = "" },
            new() { QueueType = (RabbitMqQueueType)7 },
            new() { AuthorityFile = "ca.pem" },
            new() { Tls = true, KeyFile = "key.pem" },
            new() { Timeout = TimeSpan.Zero },
            new() { PollInterval = TimeSpan.Zero },
            new() { ConsumerTimeout = TimeSpan.Zero },
            new() { RepeatWindow = 0 },
            new() { RepeatTime = TimeSpan.FromSeconds(-1) },
            new() { MaxMessageBytes = 0 },
        ];

        Assert.All(wrong, static options => Assert.ThrowsAny<ArgumentException>(() => new RabbitMqBroker(options)));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_of()
    {
        await using var broker = new RabbitMqBroker(new RabbitMqBrokerOptions { Port = 1 });

        IOException told = await Assert.ThrowsAnyAsync<IOException>(() => broker.DeclareAsync(new QueueDeclaration(new QueueName("in-queue"), null, 1), default).AsTask());

        Assert.Equal("RabbitMQ at 127.0.0.1:1 cannot be reached.", told.Message);
    }

    [Fact]
    public async Task A_queue_in_parts_is_refused()
    {
        await using var broker = new RabbitMqBroker(new RabbitMqBrokerOptions());

        await Assert.ThrowsAsync<InvalidOperationException>(() => broker.DeclareAsync(new QueueDeclaration(new QueueName("in-queue"), null, 2), default).AsTask());
    }
}
