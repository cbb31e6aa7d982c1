using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Collectors;
using IntelMQ.Intake;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed partial class FileCollectorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_file_with_the_ending_is_a_report()
    {
        Write("b.csv", "b");
        Write("a.csv", "a\n1\n");
        Write("c.txt", "c");
        Write("empty.csv", "");
        Directory.CreateDirectory(_folder.Of("folder.csv"));
        File.CreateSymbolicLink(_folder.Of("link.csv"), _folder.Of("c.txt"));
        List<CollectedReport> reports = await Collect(new FileCollector(Options(o => o.Name = "Example Feed")));

        Assert.Equal(["a\n1\n", "b"], Texts(reports));
        Report first = reports[0].Report;
        Assert.Equal("a.csv", first["extra.file_name"].ToString());
        Assert.Equal($"file://localhost{_folder.Of("a.csv")}", first[Fields.Feed.Url]);
        Assert.Equal("Example Feed", first[Fields.Feed.Name]);
        Assert.True(first.Contains(Fields.Time.Observation));
        await SettleAll(reports);
        Assert.True(File.Exists(_folder.Of("a.csv")));
    }

    [Theory]
    [InlineData(".csv", "a.csv,b.csv")]
    [InlineData("", "a.csv,b.csv,b.CSV,x1.txt")]
    [InlineData("[0-9].*", "x1.txt")]
    [InlineData("[!a].csv", "b.csv")]
    [InlineData("a?csv", "a.csv")]
    [InlineData("[z-a]", "")]
    [InlineData("[", "")]
    public async Task Endings_may_have_wildcards(string postfix, string names)
    {
        foreach (string name in (string[])["a.csv", "b.csv", "b.CSV", "x1.txt"])
            Write(name, "x");
        List<CollectedReport> reports = await Collect(new FileCollector(Options(o => o.Postfix = postfix)));
        Assert.Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), reports.Select(static report => report.Report["extra.file_name"].ToString()));
    }

    [Fact]
    public async Task A_file_is_deleted_when_its_last_report_is_settled()
    {
        Write("a.csv", "h\n1\n2\n3\n");
        var collector = new FileCollector(Options(o => (o.DeleteFile, o.ChunkSize) = (true, 2)));
        List<CollectedReport> reports = await Collect(collector);
        Assert.Equal(["h\n1\n", "h\n2\n", "h\n3\n"], Texts(reports));
        await reports[2].SettleAsync(default);
        await reports[0].SettleAsync(default);
        await reports[0].SettleAsync(default);
        Assert.True(File.Exists(_folder.Of("a.csv")));
        Assert.Empty(await Collect(collector));
        await reports[1].SettleAsync(default);
        Assert.False(File.Exists(_folder.Of("a.csv")));
        Write("a.csv", "h\n4\n");
        Assert.Equal(["h\n4\n"], Texts(await Collect(collector)));
    }

    [Fact]
    public async Task A_file_that_was_changed_meanwhile_is_not_deleted()
    {
        Write("a.csv", "1");
        var collector = new FileCollector(Options(o => o.DeleteFile = true));
        List<CollectedReport> reports = await Collect(collector);
        await File.AppendAllTextAsync(_folder.Of("a.csv"), "2");
        await SettleAll(reports);
        Assert.Equal("12", await File.ReadAllTextAsync(_folder.Of("a.csv")));
        await SettleAll(await Collect(collector));
        Assert.False(File.Exists(_folder.Of("a.csv")));
    }

    [Fact]
    public async Task A_file_that_was_not_read_to_its_end_is_not_deleted_and_comes_again()
    {
        Write("a.csv", "h\n1\n2\n");
        var collector = new FileCollector(Options(o => (o.DeleteFile, o.ChunkSize) = (true, 2)));
        await foreach (CollectedReport report in collector.CollectAsync(default))
        {
            await report.SettleAsync(default);
            break;
        }

        Assert.True(File.Exists(_folder.Of("a.csv")));
        Assert.Equal(2, (await Collect(collector)).Count);
    }

    [Fact]
    public async Task A_locked_file_is_left_for_later()
    {
        Write("a.csv", "a");
        Write("b.csv", "b");
        var collector = new FileCollector(Options(static _ => { }));
        await using (new FileStream(_folder.Of("a.csv"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Equal(["b"], Texts(await Collect(collector)));
        Assert.Equal(["a", "b"], Texts(await Collect(collector)));
    }

    [Theory]
    [InlineData("a\nb\nc\n", 4, false, "a\nb\n|c\n")]
    [InlineData("a\nb\nc", 4, false, "a\nb\n|c")]
    [InlineData("long line\nb\n", 4, false, "long line\n|b\n")]
    [InlineData("long line", 4, false, "long line")]
    [InlineData("h\na\nb\n", 2, true, "h\na\n|h\nb\n")]
    [InlineData("h\n", 2, true, "h\n")]
    [InlineData("h", 2, true, "h")]
    [InlineData("[{\"a\":1},{\"b\":2}]", 100, true, "[{\"a\":1},{\"b\":2}]")]
    [InlineData("192.0.2.1\n", 100, true, "192.0.2.1\n")]
    [InlineData("192.0.2.1,a\n192.0.2.2,b\n", 12, true, "192.0.2.1,a\n|192.0.2.2,b\n")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", 8, true, "{\"a\":1}\n|{\"a\":2}\n")]
    [InlineData("example.com\nexample.net\n", 12, true, "example.com\n|example.net\n")]
    [InlineData("source.ip\n192.0.2.1\n192.0.2.2\n", 10, true, "source.ip\n192.0.2.1\n|source.ip\n192.0.2.2\n")]
    [InlineData("h\ra\rb\r", 2, true, "h\ra\r|h\rb\r")]
    [InlineData("h\ra\rb", 2, true, "h\ra\r|h\rb")]
    [InlineData("a\rb\rc\r", 4, false, "a\rb\r|c\r")]
    [InlineData("h\r\na\r\nb\r\n", 3, true, "h\r\na\r\n|h\r\nb\r\n")]
    [InlineData("h\n1\n2", 2, true, "h\n1\n|h\n2")]
    [InlineData("# terms\nip,tag\n192.0.2.1,a\n192.0.2.2,b\n", 12, true, "# terms\nip,tag\n192.0.2.1,a\n|# terms\nip,tag\n192.0.2.2,b\n")]
    [InlineData("# terms\n\nip\nx\ny\n", 2, true, "# terms\n\nip\nx\n|# terms\n\nip\ny\n")]
    [InlineData("# terms\n# ip,tag\n192.0.2.1,a\n192.0.2.2,b\n", 12, true, "# terms\n# ip,tag\n192.0.2.1,a\n|# terms\n# ip,tag\n192.0.2.2,b\n")]
    [InlineData("# terms\n192.0.2.1\n192.0.2.2\n", 10, true, "# terms\n192.0.2.1\n|# terms\n192.0.2.2\n")]
    [InlineData("# nothing but this\n", 4, true, "# nothing but this\n")]
    [InlineData("a,\"\nb\"\nc\n", 7, false, "a,\"\nb\"\n|c\n")]
    [InlineData("1\na,\"\nb\"\nc\n", 8, false, "1\n|a,\"\nb\"\n|c\n")]
    [InlineData("a\"\nb\nc\n", 6, false, "a\"\nb\n|c\n")]
    public async Task Large_files_are_cut_at_line_ends(string text, int size, bool header, string chunks)
    {
        Write("a.csv", text);
        List<CollectedReport> reports = await Collect(new FileCollector(Options(o => (o.ChunkSize, o.ChunkReplicateHeader) = (size, header))));
        Assert.Equal(chunks.Split('|', StringSplitOptions.RemoveEmptyEntries), Texts(reports));
    }

    [Fact]
    public void Chunks_lose_nothing()
        => Prop.ForAll<NonEmptyArray<byte>, PositiveInt, bool>((data, size, keepQuoted) =>
        {
            // Few kinds of bytes, so that there are lines and quotes.
            byte[] bytes = [.. data.Get.Select(static b => (b % 4) switch { 0 => (byte)'\n', 1 => (byte)'"', _ => b })];
            List<byte[]> chunks = Chunks(bytes, new ChunkPlan(size.Get, false, keepQuoted, false, 1 << 20));
            return chunks.SelectMany(static chunk => chunk).SequenceEqual(bytes)
                && chunks.SkipLast(1).All(static chunk => chunk[^1] == '\n')
                && chunks.All(chunk => chunk.Length <= size.Get || chunk.AsSpan(0, size.Get).IndexOf((byte)'\n') < 0);
        }).Check(Fuzz.Quick);

    [Fact]
    public async Task Files_of_lines_are_cut_without_being_asked()
    {
        var text = new StringBuilder("header\n");
        for (int i = 0; text.Length < 9_000_000; i++)
            text.Append("192.0.2.1,scanner,").Append(i).Append('\n');
        Write("a.csv", text.ToString());
        Write("a.json", text.ToString());
        Write("small.csv", "header\n");
        List<CollectedReport> reports = await Collect(new FileCollector(Options(o => o.Postfix = "")));
        Assert.Equal(["a.csv", "a.csv", "a.csv", "a.json", "small.csv"], reports.Select(static report => report.Report["extra.file_name"].ToString()));
        Assert.All(Texts(reports.Take(3)), static chunk => Assert.StartsWith("header\n192.0.2.1", chunk, StringComparison.Ordinal));
        Assert.Equal(text.ToString(), "header\n" + string.Concat(Texts(reports.Take(3)).Select(static chunk => chunk["header\n".Length..])));
        Assert.Equal("header\n", Texts(reports)[4]);
    }

    [Fact]
    public async Task A_file_too_large_to_be_one_report_is_left()
    {
        Write("a.json", new string('x', 2000));
        Write("b.json", new string('x', 1000));
        var collector = new FileCollector(Options(o => (o.Postfix, o.MaxReportSize) = (".json", 1000)));
        Assert.Equal([new string('x', 1000)], Texts(await Collect(collector)));
        Assert.Empty(await Collect(new FileCollector(Options(o => (o.Postfix, o.MaxReportSize) = (".none", 1000)))));
        Write("a.csv", "h\n" + new string('x', 2000) + "\n1\n");
        Assert.Contains("has a line of more than 1000 bytes", await FailureOf(Options(o => o.MaxReportSize = 1000)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complains_about_what_cannot_be()
    {
        var none = new FileCollector(new FileCollectorOptions { Path = _folder.Of("none") });
        await Assert.ThrowsAsync<BotConfigurationException>(async () => await none.StartAsync(default));
        Assert.Throws<BotConfigurationException>(() => new FileCollector(new FileCollectorOptions { Postfix = "", DeleteFile = true }));
        Assert.Equal(3, Assert.Throws<BotConfigurationException>(() => new FileCollector(new FileCollectorOptions { ChunkSize = -1, MaxUnpackRatio = 0, MaxUnpackedSize = 0 })).Complaints.Count);
    }

    private static List<byte[]> Chunks(byte[] data, ChunkPlan plan)
    {
        var chunks = new List<byte[]>();
        IAsyncEnumerator<byte[]> reader = ReportChunks.ReadAsync(new MemoryStream(data), plan, default).GetAsyncEnumerator();
        while (reader.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            chunks.Add(reader.Current);
        return chunks;
    }

    private static async Task<string> FailureOf(FileCollectorOptions options)
    {
        var reasons = new List<string>();
        await foreach (CollectedReport report in new FileCollector(options).CollectAsync(default))
        {
            if (report.Failure is { } failure)
                reasons.Add(failure.Reason);
        }

        return Assert.Single(reasons);
    }

    private static async Task<List<CollectedReport>> Collect(FileCollector collector)
    {
        await collector.StartAsync(default);
        var reports = new List<CollectedReport>();
        await foreach (CollectedReport report in collector.CollectAsync(default))
        {
            if (report.Failure is null)
                reports.Add(report);
        }

        return reports;
    }

    private static async Task SettleAll(List<CollectedReport> reports)
    {
        foreach (CollectedReport report in reports)
            await report.SettleAsync(default);
    }

    private static string[] Texts(IEnumerable<CollectedReport> reports)
        => [.. reports.Select(static report => Encoding.UTF8.GetString(report.Report.Raw.Span))];

    private FileCollectorOptions Options(Action<FileCollectorOptions> change)
    {
        var options = new FileCollectorOptions { Path = _folder.Path, MinimumAge = TimeSpan.Zero };
        change(options);
        return options;
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.Of(name), text);

    private void WriteBytes(string name, byte[] bytes) => File.WriteAllBytes(_folder.Of(name), bytes);
}
