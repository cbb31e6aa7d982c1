using System.Security.Cryptography;
using IntelMQ.Records;

namespace IntelMQ.Testing.Conformance;

/// <summary>What a store of audit, definitions, users and counts has to fulfil.</summary>
internal static class RecordSuite
{
    public static async Task AuditAsync(IAuditLog audit)
    {
        AuditEntry first = await audit.AddAsync(new AuditEntry("alice", "bot.stop", "parser") { Before = "running", After = "stopped" }, default).ConfigureAwait(false);
        AuditEntry second = await audit.AddAsync(new AuditEntry("bob", "bot.start", "parser") { Note = "again" }, default).ConfigureAwait(false);
        AuditEntry third = await audit.AddAsync(new AuditEntry("alice", "queue.clear", "output"), default).ConfigureAwait(false);
        Expect.True(first.Number < second.Number && second.Number < third.Number);
        Expect.Same([third.Number, second.Number, first.Number], await NumbersAsync(new AuditFilter()).ConfigureAwait(false));
        Expect.Same([third.Number, first.Number], await NumbersAsync(new AuditFilter { Who = "alice" }).ConfigureAwait(false));
        Expect.Same([second.Number], await NumbersAsync(new AuditFilter { Action = "bot.start" }).ConfigureAwait(false));
        Expect.Same([second.Number, first.Number], await NumbersAsync(new AuditFilter { Target = "parser" }).ConfigureAwait(false));
        Expect.Same([second.Number], await NumbersAsync(new AuditFilter { Below = third.Number, Count = 1 }).ConfigureAwait(false));
        Expect.Empty(await NumbersAsync(new AuditFilter { From = third.Time.AddMinutes(1) }).ConfigureAwait(false));
        Expect.Empty(await NumbersAsync(new AuditFilter { Until = first.Time.AddMinutes(-1) }).ConfigureAwait(false));
        AuditEntry read = (await audit.ReadAsync(new AuditFilter { Who = "alice", Action = "bot.stop" }, default).ConfigureAwait(false))[0];
        Expect.Equal("running", read.Before);
        Expect.Equal("stopped", read.After);
        Expect.Equal(0, await audit.RemoveAsync(first.Time.AddMinutes(-1), default).ConfigureAwait(false));
        Expect.Equal(3, await audit.RemoveAsync(third.Time.AddMinutes(1), default).ConfigureAwait(false));
        Expect.True((await audit.AddAsync(new AuditEntry("alice", "audit.read", ""), default).ConfigureAwait(false)).Number > third.Number);

        async Task<IEnumerable<long>> NumbersAsync(AuditFilter filter)
            => (await audit.ReadAsync(filter, default).ConfigureAwait(false)).Select(static entry => entry.Number);
    }

    public static async Task EraseAsync(IAuditLog audit)
    {
        await audit.AddAsync(new AuditEntry("alice", "contact.change", "1") { Before = "jane@example.com", After = "john@example.com", Note = "asked by mail" }, default).ConfigureAwait(false);
        await audit.AddAsync(new AuditEntry("alice", "contact.change", "2") { Before = "JANE@example.com" }, default).ConfigureAwait(false);
        Expect.Equal(1, await audit.EraseAsync("jane@example.com", default).ConfigureAwait(false));
        IReadOnlyList<AuditEntry> entries = await audit.ReadAsync(new AuditFilter(), default).ConfigureAwait(false);
        Expect.Equal(IAuditLog.Erased, entries[1].Before);
        Expect.Equal("john@example.com", entries[1].After);
        Expect.Equal("asked by mail", entries[1].Note);
        Expect.Equal("JANE@example.com", entries[0].Before);
    }

    public static async Task DefinitionsAsync(IDefinitionHistory definitions)
    {
        Expect.Equal(null, await definitions.FindAsync("main", null, default).ConfigureAwait(false));
        Expect.Equal(1L, (await definitions.AddAsync("main", new byte[] { 1 }, "alice", "first", 0, default).ConfigureAwait(false))?.Number);
        Expect.Equal(null, await definitions.AddAsync("main", new byte[] { 9 }, "bob", "from nothing", 0, default).ConfigureAwait(false));
        Expect.Equal(2L, (await definitions.AddAsync("main", new byte[] { 2 }, "bob", "second", 1, default).ConfigureAwait(false))?.Number);
        Expect.Equal(1L, (await definitions.AddAsync("other", new byte[] { 3 }, "bob", "", 0, default).ConfigureAwait(false))?.Number);
        DefinitionVersion? newest = await definitions.FindAsync("main", null, default).ConfigureAwait(false);
        Expect.Equal(2L, newest!.Number);
        Expect.Equal((byte)2, newest.Json.Span[0]);
        Expect.Equal("first", (await definitions.FindAsync("main", 1, default).ConfigureAwait(false))?.Note);
        Expect.Equal(null, await definitions.FindAsync("main", 3, default).ConfigureAwait(false));
        Expect.Same([2L, 1L], (await definitions.ListAsync("main", null, 10, default).ConfigureAwait(false)).Select(static version => version.Number));
        Expect.Same([1L], (await definitions.ListAsync("main", 2, 10, default).ConfigureAwait(false)).Select(static version => version.Number));
    }

    public static async Task UsersAsync(IUserStore users)
    {
        Expect.Equal(null, await users.FindAsync("alice", default).ConfigureAwait(false));
        User? alice = await users.SaveAsync(new User("alice", "admin") { PasswordHash = "hash" }, default).ConfigureAwait(false);
        Expect.Equal(1L, alice?.Version);
        Expect.Equal(null, await users.SaveAsync(new User("alice", "viewer"), default).ConfigureAwait(false));
        DateTimeOffset until = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        User? locked = await users.SaveAsync(alice! with { FailedAttempts = 3, LockedUntil = until, IsDisabled = true, Preferences = "{\"theme\":\"dark\"}" }, default).ConfigureAwait(false);
        Expect.Equal(2L, locked?.Version);
        Expect.Equal(null, await users.SaveAsync(alice! with { Role = "viewer" }, default).ConfigureAwait(false));
        Expect.Equal(locked, await users.FindAsync("alice", default).ConfigureAwait(false));
        await users.SaveAsync(new User("Alice", "viewer"), default).ConfigureAwait(false);
        Expect.Same(["Alice", "alice"], (await users.ListAsync(default).ConfigureAwait(false)).Select(static user => user.Name));
        Expect.True(await users.RemoveAsync("Alice", default).ConfigureAwait(false));
        Expect.False(await users.RemoveAsync("Alice", default).ConfigureAwait(false));
    }

    public static async Task TokensAsync(IUserStore users)
    {
        DateTimeOffset never = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);
        byte[] one = SHA256.HashData("one"u8);
        byte[] two = SHA256.HashData("two"u8);
        await users.SaveAsync(new User("alice", "admin"), default).ConfigureAwait(false);
        await users.AddTokenAsync(new AccessToken("1", "alice", "viewer", never) { Label = "script", Created = DateTimeOffset.UnixEpoch }, one, default).ConfigureAwait(false);
        await users.AddTokenAsync(new AccessToken("2", "alice", "admin", DateTimeOffset.UnixEpoch.AddDays(1)), two, default).ConfigureAwait(false);
        Expect.Equal("script", (await users.FindTokenAsync(one, default).ConfigureAwait(false))?.Label);
        Expect.Equal(null, await users.FindTokenAsync(two, default).ConfigureAwait(false));
        Expect.Same(["1", "2"], (await users.ListTokensAsync("alice", default).ConfigureAwait(false)).Select(static token => token.Id));
        Expect.True(await users.RemoveTokenAsync("2", default).ConfigureAwait(false));
        Expect.False(await users.RemoveTokenAsync("2", default).ConfigureAwait(false));
        await users.RemoveAsync("alice", default).ConfigureAwait(false);
        Expect.Equal(null, await users.FindTokenAsync(one, default).ConfigureAwait(false));
    }

    public static async Task MetricsAsync(IMetricHistory metrics)
    {
        DateTimeOffset start = new(2024, 5, 6, 10, 0, 0, TimeSpan.Zero);
        await metrics.AddAsync([new(start, "events", "parser", 2), new(start.AddSeconds(30), "events", "parser", 3), new(start.AddMinutes(1), "events", "parser", 4)], default).ConfigureAwait(false);
        await metrics.AddAsync([new(start, "events", "parser", 1), new(start, "events", "output", 7), new(start, "failures", "parser", 8), new(start.AddHours(1), "events", "parser", 9)], default).ConfigureAwait(false);
        Expect.Same(
            [new(start, "events", "parser", 6), new(start.AddMinutes(1), "events", "parser", 4)],
            await metrics.ReadAsync("events", "parser", start, start.AddMinutes(2), TimeSpan.FromMinutes(1), default).ConfigureAwait(false));
        Expect.Same(
            [new(start, "events", "output", 7), new(start, "events", "parser", 10), new(start.AddHours(1), "events", "parser", 9)],
            await metrics.ReadAsync("events", null, start, start.AddHours(2), TimeSpan.FromHours(1), default).ConfigureAwait(false));
        Expect.Equal(4, await metrics.RemoveAsync(start.AddMinutes(2), default).ConfigureAwait(false));
        Expect.Single(await metrics.ReadAsync("events", null, start, start.AddHours(2), TimeSpan.FromMinutes(1), default).ConfigureAwait(false));
    }
}
