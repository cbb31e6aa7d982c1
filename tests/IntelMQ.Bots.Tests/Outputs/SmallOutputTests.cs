using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class SmallOutputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Blackhole_takes_everything()
    {
        await using var output = new BlackholeOutput();
        await output.SendAsync([new Event()], default);
    }

    [Fact]
    public async Task Touch_sets_the_times_of_the_file_and_nothing_else()
    {
        string path = _folder.Of("sign");
        await File.WriteAllTextAsync(path, "content");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        var clock = new FakeClock(new DateTimeOffset(2026, 5, 4, 10, 20, 30, TimeSpan.Zero));
        await using var output = new TouchOutput(new TouchOutputOptions { Path = path }, new BotServices { Time = clock });
        await output.SendAsync([], default);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
        await output.SendAsync([new Event()], default);
        Assert.Equal(clock.GetUtcNow().UtcDateTime, File.GetLastWriteTimeUtc(path));
        Assert.Equal("content", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Touch_makes_no_file()
    {
        await using var output = new TouchOutput(new TouchOutputOptions { Path = _folder.Of("absent") });
        await Assert.ThrowsAsync<FileNotFoundException>(() => output.SendAsync([new Event()], default).AsTask());
        Assert.False(File.Exists(_folder.Of("absent")));
    }

    [Fact]
    public async Task Files_appear_whole_one_for_each_event()
    {
        FilesOutputOptions options = Options();
        await using var output = new FilesOutput(options);
        await output.StartAsync(default);
        await output.SendAsync([Sample("192.0.2.1"), Sample("192.0.2.2")], default);
        string[] files = Directory.GetFiles(options.Dir);
        Assert.Equal(["{\"source.ip\": \"192.0.2.1\"}", "{\"source.ip\": \"192.0.2.2\"}"], files.Select(File.ReadAllText).Order(StringComparer.Ordinal));
        Assert.All(files, static file => Assert.EndsWith(".json", file, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(options.Tmp));
    }

    [Fact]
    public async Task Of_a_batch_that_fails_no_file_stays()
    {
        FilesOutputOptions options = Options();
        await using var output = new FilesOutput(options);
        await output.StartAsync(default);
        Directory.Delete(options.Dir);
        await Assert.ThrowsAnyAsync<IOException>(() => output.SendAsync([Sample("192.0.2.1"), Sample("192.0.2.2")], default).AsTask());
        Assert.Empty(Directory.GetFiles(options.Tmp));
    }

    [Fact]
    public async Task A_folder_whose_parent_is_missing_is_not_made()
    {
        FilesOutputOptions options = Options();
        options.Dir = _folder.Of("a", "b", "in");
        await using var output = new FilesOutput(options);
        var exception = await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask());
        Assert.Contains("dir ", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.Dir));
    }

    private static Event Sample(string ip)
    {
        var message = new Event();
        message.Set("source.ip", ip).ThrowIfRefused();
        return message;
    }

    private FilesOutputOptions Options()
    {
        Directory.CreateDirectory(_folder.Of("x"));
        return new FilesOutputOptions { Dir = _folder.Of("x", "in"), Tmp = _folder.Of("x", "tmp") };
    }
}
