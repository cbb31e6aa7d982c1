using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Tests.Support;
using IntelMQ.Records;
using IntelMQ.Testing;

namespace IntelMQ.Dashboard.Tests.Access;

public sealed class SignInTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryRecords _records;

    public SignInTests() => _records = new MemoryRecords(_clock);

    public ValueTask DisposeAsync() => _records.DisposeAsync();

    [Fact]
    public async Task Ten_wrong_passwords_lock_a_user_for_a_while_the_right_one_counted()
    {
        await AddAsync(new User("anna", "viewer"));
        using var signIn = new SignIn(_records, _clock);
        for (int i = 0; i < 10; i++)
            Assert.Null(await signIn.TryAsync("anna", "wrong", default));
        Assert.Null(await signIn.TryAsync("anna", SampleDashboard.Password, default));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.NotNull(await signIn.TryAsync("anna", SampleDashboard.Password, default));
        Assert.Equal(0, (await _records.Users.FindAsync("anna", default))!.FailedAttempts);
    }

    [Fact]
    public async Task Nine_wrong_passwords_do_not()
    {
        await AddAsync(new User("anna", "viewer"));
        using var signIn = new SignIn(_records, _clock);
        for (int i = 0; i < 9; i++)
            Assert.Null(await signIn.TryAsync("anna", "wrong", default));
        Assert.NotNull(await signIn.TryAsync("anna", SampleDashboard.Password, default));
    }

    [Fact]
    public async Task Who_is_disabled_or_unknown_does_not_get_in()
    {
        await AddAsync(new User("anna", "viewer") { IsDisabled = true });
        using var signIn = new SignIn(_records, _clock);
        Assert.Null(await signIn.TryAsync("anna", SampleDashboard.Password, default));
        Assert.Null(await signIn.TryAsync("bert", SampleDashboard.Password, default));
        Assert.Null(await signIn.TryAsync("", "", default));
    }

    [Fact]
    public async Task A_session_ends_with_its_time_and_with_its_user()
    {
        await AddAsync(new User("anna", "viewer"));
        var sessions = new Sessions(_records, _clock);
        User anna = (await _records.Users.FindAsync("anna", default))!;
        (string first, _) = await sessions.CreateAsync(anna, DashboardRole.Viewer, Sessions.Label, TimeSpan.FromHours(1), default);
        Assert.NotNull(await sessions.FindAsync(first, false, default));
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(await sessions.FindAsync(first, false, default));
        (string second, _) = await sessions.CreateAsync(anna, DashboardRole.Viewer, Sessions.Label, TimeSpan.FromHours(1), default);
        await _records.Users.SaveAsync(anna with { IsDisabled = true }, default);
        Assert.Null(await sessions.FindAsync(second, false, default));
    }

    [Fact]
    public async Task A_token_gives_no_more_than_its_owner_may()
    {
        await AddAsync(new User("anna", "operator"));
        var sessions = new Sessions(_records, _clock);
        (string token, _) = await sessions.CreateAsync((await _records.Users.FindAsync("anna", default))!, DashboardRole.Admin, "script", TimeSpan.FromDays(1), default);
        Assert.Equal(DashboardRole.Operator, (await sessions.FindAsync(token, false, default))!.Role);
        Assert.Null(await sessions.FindAsync(token, true, default));
    }

    private async Task AddAsync(User user) => await _records.Users.SaveAsync(user with { PasswordHash = SampleHashes.Of(SampleDashboard.Password) }, default);
}
