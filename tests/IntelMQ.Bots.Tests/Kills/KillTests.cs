using static IntelMQ.Bots.Tests.Kills.KillProgram;

namespace IntelMQ.Bots.Tests.Kills;

// Processes are killed. The tests beside run at the same time.
public sealed class KillTests
{
    [Fact]
    public Task Thirty_kills_and_stops_at_random_moments_lose_and_tear_nothing()
        => LoseNothingAsync("--rounds", "30", "--longest", "700", "--events", "3000");

    [Fact]
    public Task Thirty_kills_over_SQLite_lose_and_double_nothing()
        => LoseNothingAsync("--broker", "sqlite", "--rounds", "30", "--longest", "700", "--events", "3000");

    [Fact]
    public Task Kills_while_an_event_store_is_written_lose_and_double_nothing()
        => SucceedAsync("--store", "--rounds", "12", "--longest", "1500", "--events", "20000");

    [Fact]
    public Task Kills_while_mails_are_sent_double_and_forget_none()
        => SucceedAsync("--mails", "--rounds", "8", "--events", "240");

    [RedisTheory]
    [InlineData("redis-list")]
    [InlineData("redis-stream")]
    public Task Thirty_kills_over_Redis_lose_and_double_nothing(string broker)
        => LoseNothingAsync("--broker", broker, "--rounds", "30", "--longest", "700", "--events", "3000");

    [Fact]
    public Task A_message_that_ends_the_process_each_time_is_kept_over_SQLite_and_the_others_go_on()
        => SucceedAsync("--broker", "sqlite", "--poison");

    [RedisTheory]
    [InlineData("redis-list")]
    [InlineData("redis-stream")]
    public Task A_message_that_ends_the_process_each_time_is_kept_over_Redis_and_the_others_go_on(string broker)
        => SucceedAsync("--broker", broker, "--poison");
}
