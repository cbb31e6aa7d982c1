using System.Diagnostics;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Kills;

public sealed class KillTests
{
    [Fact]
    public Task Thirty_kills_and_stops_at_random_moments_lose_and_tear_nothing()
        => LoseNothingAsync("--rounds", "30", "--longest", "700");

    [Fact]
    public Task Thirty_kills_over_SQLite_lose_and_double_nothing()
        => LoseNothingAsync("--broker", "sqlite", "--rounds", "30", "--longest", "700");

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

    [RedisTheory]
    [InlineData("redis-list")]
    [InlineData("redis-stream")]
    public Task Thirty_kills_over_Redis_lose_and_double_nothing(string broker)
        => LoseNothingAsync("--broker", broker, "--rounds", "30", "--longest", "700");

    [RedisTheory]
    [InlineData("redis-list")]
    [InlineData("redis-stream")]
    public Task Kills_of_the_Redis_server_lose_and_double_nothing(string broker)
        => LoseNothingAsync("--broker", broker, "--kill", "server", "--rounds", "15", "--longest", "500");

    [Fact]
    public Task A_message_that_ends_the_process_each_time_is_kept_over_SQLite_and_the_others_go_on()
        => SucceedAsync("--broker", "sqlite", "--poison");

    [RedisTheory]
    [InlineData("redis-list")]
    [InlineData("redis-stream")]
    public Task A_message_that_ends_the_process_each_time_is_kept_over_Redis_and_the_others_go_on(string broker)
        => SucceedAsync("--broker", broker, "--poison");

    [RabbitTheory]
    [InlineData("rabbitmq")]
    [InlineData("rabbitmq-quorum")]
    public Task Thirty_kills_over_RabbitMQ_lose_nothing_and_double_what_was_held_back_at_most(string broker)
        => LoseNothingAsync("--broker", broker, "--rounds", "30", "--longest", "700");

    [RabbitTheory]
    [InlineData("rabbitmq")]
    public Task Kills_of_the_RabbitMQ_server_lose_nothing_and_double_what_was_held_back_at_most(string broker)
        => LoseNothingAsync("--broker", broker, "--kill", "server", "--rounds", "4", "--longest", "500");

    private static async Task LoseNothingAsync(params string[] arguments)
        => Assert.Contains(" 0 lost, 0 torn", await SucceedAsync(arguments), StringComparison.Ordinal);

    private static async Task<string> SucceedAsync(params string[] arguments)
    {
        using var folder = new TempFolder();
        string program = Path.Combine(AppContext.BaseDirectory, "Kills.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, "--folder", folder.Path, .. arguments]) { RedirectStandardOutput = true };
        using Process rounds = Process.Start(start)!;

        string tally = await rounds.StandardOutput.ReadToEndAsync();
        await rounds.WaitForExitAsync();

        // The program judges what is doubled: queues in memory may, durable ones may not.
        Assert.True(rounds.ExitCode == 0, tally);
        return tally;
    }
}
