using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Lookups;

public sealed class LookupCacheTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();
    private int _asked;

    [Fact]
    public async Task An_answer_is_kept_for_its_time()
    {
        using var cache = new LookupCache<string?>(_clock, 10);
        Assert.Equal("1", await AskAsync(cache, "a", Minute));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("1", await AskAsync(cache, "a", Minute));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("2", await AskAsync(cache, "a", Minute));
    }

    [Fact]
    public async Task An_answer_may_hold_for_ever_or_not_at_all()
    {
        using var cache = new LookupCache<string?>(_clock, 10);
        await AskAsync(cache, "a", TimeSpan.MaxValue);
        _clock.Advance(TimeSpan.FromDays(10000));
        Assert.Equal("1", await AskAsync(cache, "a", TimeSpan.MaxValue));
        Assert.Equal("2", await AskAsync(cache, "b", TimeSpan.Zero));
        Assert.Equal("3", await AskAsync(cache, "b", TimeSpan.Zero));
    }

    [Fact]
    public async Task That_there_is_none_is_kept_too()
    {
        using var cache = new LookupCache<string?>(_clock, 10);
        for (int i = 0; i < 2; i++)
            Assert.Null(await cache.GetAsync("a", _ => Task.FromResult(new Answer<string?>(_asked++ == 0 ? null : "asked again", Minute)), default));
    }

    [Fact]
    public async Task The_oldest_answers_make_room()
    {
        using var cache = new LookupCache<string?>(_clock, 2);
        foreach (string key in new[] { "a", "b", "c" })
            await AskAsync(cache, key, Minute);
        Assert.Equal("2", await AskAsync(cache, "b", Minute));
        Assert.Equal("3", await AskAsync(cache, "c", Minute));
        Assert.Equal("4", await AskAsync(cache, "a", Minute));
    }

    [Fact]
    public async Task Those_who_ask_for_the_same_wait_for_one_request()
    {
        using var cache = new LookupCache<string?>(_clock, 10);
        var answer = new TaskCompletionSource<Answer<string?>>();
        using var impatient = new CancellationTokenSource();
        Task<string?> first = cache.GetAsync("a", _ => answer.Task, impatient.Token);
        Task<string?> second = cache.GetAsync("a", _ => throw new InvalidOperationException("asked twice"), default);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(new Answer<string?>("x", Minute));
        Assert.Equal("x", await second);
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_wait_and_not_kept()
    {
        using var cache = new LookupCache<string?>(_clock, 10);
        await Assert.ThrowsAsync<LookupException>(() => cache.GetAsync("a", static _ => throw new LookupException("broken"), default));
        Assert.Equal("1", await AskAsync(cache, "a", Minute));
    }

    [Fact]
    public async Task The_end_of_the_cache_ends_its_requests()
    {
        var cache = new LookupCache<string?>(_clock, 10);
        Task<string?> waiting = cache.GetAsync("a", static async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return default;
        }, default);
        cache.Dispose();
        cache.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task<string?> AskAsync(LookupCache<string?> cache, string key, TimeSpan keepFor)
        => cache.GetAsync(key, _ => Task.FromResult(new Answer<string?>((++_asked).ToString(System.Globalization.CultureInfo.InvariantCulture), keepFor)), default);
}
