using System.Text;
using IntelMQ.State;

namespace IntelMQ.Redis.Tests;

// Keys that bots in Python read and write, too.
public sealed class SharedCacheTests : RedisTest
{
    private static readonly byte[] Hash = [.. Enumerable.Range(0, 32).Select(static i => (byte)(i * 7))];
    private static readonly string Digits = Convert.ToHexStringLower(Hash);

    private StateSpaceDeclaration Keys => new("deduplicator-expert/seen", StateSpaceKind.Keys) { Shared = new SharedCache("localhost", Server.Port, 6, null) };

    [RedisFact]
    public async Task A_deduplicators_keys_are_those_that_IntelMQ_writes()
    {
        IStateSpace space = await Broker.State.OpenAsync(Keys, default);

        await Broker.State.ApplyAsync([new StateChange(Keys.Name, Hash) { Condition = StateCondition.Absent, Expires = TimeProvider.System.GetUtcNow().AddSeconds(86400) }], default);

        Assert.True(space.Contains(Hash));
        Assert.Equal(["hash"], Server.Call(6, "GET", Digits));
        Assert.InRange(int.Parse(Server.Call(6, "TTL", Digits)[0], System.Globalization.CultureInfo.InvariantCulture), 86390, 86400);
    }

    [RedisFact]
    public async Task What_a_bot_in_Python_has_seen_is_known_and_what_it_sees_later_refuses_the_commit()
    {
        Server.Call(6, "SET", Digits, "hash");
        IStateSpace space = await Broker.State.OpenAsync(Keys, default);
        Assert.True(space.Contains(Hash));
        byte[] later = [.. Hash.Reverse()];
        Server.Call(6, "SET", Convert.ToHexStringLower(later), "hash");

        CommitOutcome outcome = await Broker.State.ApplyAsync([new StateChange(Keys.Name, later) { Condition = StateCondition.Absent }], default);

        Assert.Equal([0], outcome.Conflicts);
    }

    [RedisFact]
    public async Task A_look_ups_answers_are_kept_as_texts_with_their_time()
    {
        var answers = new StateSpaceDeclaration("reverse-dns-expert/answers", StateSpaceKind.Values) { Shared = new SharedCache("127.0.0.1", Server.Port, 7, null) };
        Server.Call(7, "SET", "1100", "host.example.com.", "EX", "100");
        IStateSpace space = await Broker.State.OpenAsync(answers, default);

        Assert.True(space.TryGet("1100"u8, out StateEntry entry));
        Assert.Equal("host.example.com.", Encoding.UTF8.GetString(entry.Value.Span));
        Assert.NotNull(entry.Expires);
        await Broker.State.ApplyAsync([new StateChange(answers.Name, "1101"u8.ToArray()) { Value = "b.example.com."u8.ToArray() }, new StateChange(answers.Name, "1100"u8.ToArray()) { IsRemoval = true }], default);

        Assert.Equal(["b.example.com."], Server.Call(7, "GET", "1101"));
        Assert.Equal(["1101"], Server.Call(7, "KEYS", "*"));
    }

    [RedisFact]
    public async Task A_cache_on_another_server_is_refused_since_it_cannot_be_changed_together()
    {
        StateSpaceDeclaration elsewhere = Keys with { Shared = new SharedCache("cache.example.com", 6379, 6, null) };

        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => Broker.State.OpenAsync(elsewhere, default).AsTask());

        Assert.Contains("cache.example.com", refused.Message, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Keys_that_two_processes_race_for_are_added_by_one()
    {
        await using RedisBroker other = await OpenAsync();
        await Broker.State.OpenAsync(Keys, default);
        await other.State.OpenAsync(Keys, default);
        StateChange[] changes = [new StateChange(Keys.Name, Hash) { Condition = StateCondition.Absent }];

        CommitOutcome[] outcomes = await Task.WhenAll(Broker.State.ApplyAsync(changes, default).AsTask(), other.State.ApplyAsync(changes, default).AsTask());

        Assert.Single(outcomes, static outcome => outcome.IsStored);
    }
}
