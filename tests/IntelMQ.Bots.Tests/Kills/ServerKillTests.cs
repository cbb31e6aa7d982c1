using static IntelMQ.Bots.Tests.Kills.KillProgram;

namespace IntelMQ.Bots.Tests.Kills;

// Servers are killed, or processes that work with a server which takes its time to start.
public sealed class ServerKillTests
{
    [RedisTheory]
    [InlineData("redis-list")]
    [InlineData("redis-stream")]
    public Task Kills_of_the_Redis_server_lose_and_double_nothing(string broker)
        => LoseNothingAsync("--broker", broker, "--kill", "server", "--rounds", "15", "--longest", "500");

    [RabbitTheory]
    [InlineData("rabbitmq")]
    [InlineData("rabbitmq-quorum")]
    public Task Thirty_kills_over_RabbitMQ_lose_nothing_and_double_what_was_held_back_at_most(string broker)
        => LoseNothingAsync("--broker", broker, "--rounds", "30", "--longest", "700", "--events", "3000");

    [RabbitTheory]
    [InlineData("rabbitmq")]
    public Task Kills_of_the_RabbitMQ_server_lose_nothing_and_double_what_was_held_back_at_most(string broker)
        => LoseNothingAsync("--broker", broker, "--kill", "server", "--rounds", "4", "--longest", "500");
}
