using IntelMQ.State;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Core.Tests.State;

public sealed class StateStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-test-");

    public static TheoryData<string> Cases => [.. StateStoreConformance.Cases.Select(static one => one.Name)];

    private string Log => Path.Combine(_folder.FullName, "state.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task In_memory(string name) => Case(name).RunAsync(static _ => new(new MemoryStateStore()));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task In_a_file(string name) => Case(name).RunAsync(async _ => await OpenAsync());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Behind_queues_in_memory(string name)
    {
        if (name.Contains("outlives", StringComparison.Ordinal))
        {
            await Case(name).RunAsync(static _ => new(new DeferredState(new MemoryStateStore(), TimeProvider.System, NullLogger.Instance)));
            return;
        }

        await using FileStateStore store = await OpenAsync();
        await Case(name).RunAsync(_ => new(new DeferredState(store, TimeProvider.System, NullLogger.Instance)));
    }

    [Fact]
    public async Task A_store_that_is_open_is_refused()
    {
        await using FileStateStore first = await OpenAsync();
        Assert.Contains("is open already", (await Assert.ThrowsAsync<IOException>(OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(14)]
    [InlineData(30)]
    public async Task Half_a_record_is_cut_off_and_the_store_goes_on(int cut)
    {
        long whole = await FillAsync("a");
        await FillAsync("b");
        using (FileStream file = File.OpenWrite(Log))
            file.SetLength(Math.Max(whole, file.Length - cut));

        await FillAsync("c");

        Assert.Equal("a, c", await ReadAsync());
        Assert.Empty(_folder.GetFiles("*.damaged"));
    }

    [Fact]
    public async Task A_damaged_record_is_kept_aside_and_what_stands_before_it_counts()
    {
        long whole = await FillAsync("a");
        await FillAsync("b");
        await FillAsync("c");
        using (FileStream file = File.OpenWrite(Log))
        {
            file.Position = whole + 15;
            file.WriteByte(0xff);
        }

        Assert.Equal("a", await ReadAsync());
        Assert.Single(_folder.GetFiles("*.damaged"));
    }

    [Fact]
    public async Task A_file_that_is_no_state_is_kept_aside_and_a_newer_version_refused()
    {
        await File.WriteAllTextAsync(Log, "something else");
        Assert.Equal("", await ReadAsync());
        Assert.Equal("something else", await File.ReadAllTextAsync(Assert.Single(_folder.GetFiles("*.damaged")).FullName));

        await File.WriteAllTextAsync(Log, "IMQSTA\n9");
        Assert.Contains("version 9", (await Assert.ThrowsAsync<InvalidDataException>(OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_does_not_grow_with_its_history()
    {
        await using (FileStateStore store = await OpenAsync())
        {
            await store.OpenAsync(Values, default);
            await store.OpenAsync(new StateSpaceDeclaration("bot/keys", StateSpaceKind.Keys), default);
            await store.ApplyAsync([new StateChange("bot/keys", "k"u8.ToArray())], default);
            for (int i = 0; i < 100; i++)
                await store.ApplyAsync([new StateChange(Values.Name, "big"u8.ToArray()) { Value = new byte[200_000] }], default);
            await store.ApplyAsync([new StateChange(Values.Name, "a"u8.ToArray())], default);
        }

        Assert.InRange(new FileInfo(Log).Length, 200_000, 6_000_000);
        Assert.Equal("a, big", await ReadAsync());
        await using FileStateStore again = await OpenAsync();
        Assert.True((await again.OpenAsync(new StateSpaceDeclaration("bot/keys", StateSpaceKind.Keys), default)).Contains("k"u8));
    }

    private static StateSpaceDeclaration Values { get; } = new("bot/values", StateSpaceKind.Values);

    private static ConformanceCase<IStateStore> Case(string name) => StateStoreConformance.Cases.Single(one => one.Name == name);

    private Task<FileStateStore> OpenAsync() => FileStateStore.OpenAsync(new FileStateStoreOptions { Folder = _folder.FullName }, TimeProvider.System, NullLogger.Instance, default);

    private async Task<long> FillAsync(string key)
    {
        await using FileStateStore store = await OpenAsync();
        await store.OpenAsync(Values, default);
        await store.ApplyAsync([new StateChange(Values.Name, System.Text.Encoding.UTF8.GetBytes(key)) { Value = "some value"u8.ToArray() }], default);
        return new FileInfo(Log).Length;
    }

    private async Task<string> ReadAsync()
    {
        await using FileStateStore store = await OpenAsync();
        IStateSpace space = await store.OpenAsync(Values, default);
        return string.Join(", ", space.ReadAll().Select(static entry => System.Text.Encoding.UTF8.GetString(entry.Key.Span)).Order(StringComparer.Ordinal));
    }
}
