using static IntelMQ.Bots.Tests.Kills.KillProgram;

namespace IntelMQ.Bots.Tests.Kills;

// Processes are killed while they collect.
public sealed class CollectorKillTests
{
    [Theory]
    [InlineData("http")]
    [InlineData("shadowserver")]
    [InlineData("misp")]
    public Task Kills_while_a_service_is_collected_from_lose_and_double_nothing(string service)
        => LoseNothingAsync("--collector", service, "--rounds", "15", "--longest", "1000");

    [Fact]
    public Task Kills_while_a_topic_of_Kafka_is_read_lose_and_double_nothing()
        // A member of a group waits until those that were killed are given up.
        => Task.WhenAll(Enumerable.Range(1, 3).Select(static seed => LoseNothingAsync("--collector", "kafka", "--rounds", "3", "--longest", "1000", "--seed", $"{seed}")));

    [DovecotFact]
    public Task Kills_while_a_mailbox_is_read_lose_and_double_nothing()
        => LoseNothingAsync("--collector", "mail", "--rounds", "8", "--longest", "1000");
}
