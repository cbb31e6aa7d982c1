using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Generic;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Intake;
using IntelMQ.Pipelines;

namespace IntelMQ.Bots.Tests.Collectors;

/// <summary>Files that are cut, damaged or of an odd kind: each stays where it is, and is a failure that counts.</summary>
public sealed class FileCollectorDamageTests : IDisposable
{
    private static readonly byte[] Rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"192.0.2.{i % 250},{i}\n")));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, byte[]> Damaged { get; } = new()
    {
        { "gzip cut in the middle", Half(GZip(Rows)) },
        { "gzip without its last byte", GZip(Rows)[..^1] },
        { "gzip without its trailer", GZip(Rows)[..^8] },
        { "gzip with nothing but a header", GZip(Rows)[..10] },
        { "gzip cut within its header", GZip(Rows)[..6] },
        { "gzip with another check sum", Changed(GZip(Rows), ^8) },
        { "gzip with another length", Changed(GZip(Rows), ^4) },
        { "gzip with its second part cut", [.. GZip(Rows), .. Half(GZip(Rows))] },
        { "gzip with its second part's mark damaged", [.. GZip(Rows), 0x1E, .. GZip(Rows)[1..]] },
        { "gzip with text behind it", [.. GZip(Rows), .. "rest"u8] },
        { "empty gzip cut", GZip([])[..^1] },
        { "zip cut", Half(Zip(Rows, CompressionLevel.Fastest)) },
        { "stored file of a zip with another byte", Changed(Zip("192.0.2.1,1\n"u8.ToArray(), CompressionLevel.NoCompression), 39) },
        { "packed file of a zip with another byte", Changed(Zip(Rows, CompressionLevel.Fastest), 200) },
        { "zip without files", Zip(null, CompressionLevel.Fastest) },
        { "tar cut in a file", Half(Tar()) },
        { "tar cut at a header", Tar()[..(512 + ((Rows.Length + 511) / 512 * 512))] },
        { "tar without its end", Tar()[..(2 * (512 + ((Rows.Length + 511) / 512 * 512)))] },
        { "tar in a cut gzip", Half(GZip(Tar())) },
        { "tar in a gzip with another check sum", Changed(GZip(Tar()), ^8) },
        { "tar with data behind its end", [.. Tar(), .. "more"u8] },
        { "sparse file of a tar", Sparse() },
        { "bzip2 that is none", "BZh91AY&SY data"u8.ToArray() },
        { "xz that is nothing but a mark", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00] },
        { "zstd", [0x28, 0xB5, 0x2F, 0xFD, 0x00] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task A_damaged_archive_is_a_failure_that_counts_and_stays(string kind, byte[] data)
    {
        string path = _folder.Of("in", "feed.csv");
        Directory.CreateDirectory(_folder.Of("in"));
        await File.WriteAllBytesAsync(path, data);
        await using var failures = new MemoryFailureStore(100, TimeProvider.System);
        PipelineResult result = await Run(failures);

        Assert.True(File.Exists(path), kind);
        Assert.Equal(data, await File.ReadAllBytesAsync(path));
        Assert.False(result.IsComplete, kind);
        Assert.Equal(1, result.SourceFailures);
        Assert.Equal(1, result.Counters.Bots["collector"].Failed);
        var kept = new List<StoredFailure>();
        await foreach (StoredFailure stored in failures.ReadAsync(default))
            kept.Add(stored);
        Failure failure = Assert.Single(kept, static stored => stored.Failure.BotId == "collector").Failure;
        Assert.Contains(path, failure.Reason, StringComparison.Ordinal);
        Assert.Equal(data, ((IntelMQ.Messages.Report)failure.Message).Raw.ToArray());
    }

    [Fact]
    public async Task Whole_archives_lose_nothing_and_are_deleted()
    {
        Directory.CreateDirectory(_folder.Of("in"));
        byte[][] whole = [GZip(Rows), [.. GZip(Rows), .. GZip(Rows)], [.. GZip(Rows), .. new byte[600]], [.. GZip([]), .. GZip(Rows)], Named(Rows), Zip(Rows, CompressionLevel.Fastest), Tar(), GZip(Tar())];
        for (int i = 0; i < whole.Length; i++)
            await File.WriteAllBytesAsync(_folder.Of("in", $"{i}.csv"), whole[i]);
        await using var failures = new MemoryFailureStore(100, TimeProvider.System);
        PipelineResult result = await Run(failures);
        Assert.True(result.IsComplete);
        Assert.Equal(11 * 20_000, result.Counters.Stored);
        Assert.Empty(Directory.GetFiles(_folder.Of("in")));
    }

    [Fact]
    public async Task A_young_file_is_left_until_it_is_old_enough()
    {
        await File.WriteAllTextAsync(_folder.Of("a.csv"), "h\n1\n");
        File.SetLastWriteTimeUtc(_folder.Of("a.csv"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var clock = new IntelMQ.Testing.FakeClock(new DateTimeOffset(2026, 1, 1, 0, 0, 9, TimeSpan.Zero));
        await using var collector = new FileCollector(new FileCollectorOptions { Path = _folder.Path, MinimumAge = TimeSpan.FromSeconds(10) }, new BotServices { Time = clock });
        Assert.Equal(0, await Count(collector));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Count(collector));
        File.SetLastWriteTimeUtc(_folder.Of("a.csv"), new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(1, await Count(collector));
    }

    [Fact]
    public async Task A_file_that_is_still_written_is_left_and_one_that_rests_is_taken_in_the_same_run()
    {
        await File.WriteAllTextAsync(_folder.Of("a.csv"), "h\n1\n");
        await File.WriteAllTextAsync(_folder.Of("b.csv"), "h\n1\n");
        await using var collector = new FileCollector(new FileCollectorOptions { Path = _folder.Path, MinimumAge = TimeSpan.FromSeconds(1) });
        using var stop = new CancellationTokenSource();
        Task writer = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await File.AppendAllTextAsync(_folder.Of("b.csv"), "1\n");
                await Task.Delay(20);
            }
        });
        var names = new List<string>();
        await foreach (CollectedReport report in collector.CollectAsync(default))
            names.Add(report.Report["extra.file_name"].ToString());
        await stop.CancelAsync();
        await writer;
        Assert.Equal(["a.csv"], names);
    }

    [Fact]
    public async Task A_name_with_controls_forges_no_line_of_the_log()
    {
        if (OperatingSystem.IsWindows())
            return;
        await File.WriteAllTextAsync(_folder.Of("a\u001b[31m\nERROR.csv"), "h\n1\n");
        var logs = new IntelMQ.Testing.LogCollector();
        await using var collector = new FileCollector(new FileCollectorOptions { Path = _folder.Path, MinimumAge = TimeSpan.FromSeconds(60) }, new BotServices { Logs = logs });
        Assert.Equal(0, await Count(collector));
        Assert.Contains("a\\u001b[31m\\u000aERROR.csv", Assert.Single(logs.Entries).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_clocks_do_not_agree_a_file_is_quiet_once_it_was_seen_unchanged_for_as_long()
    {
        File.WriteAllText(_folder.Of("a.csv"), "h\n1\n");
        File.SetLastWriteTimeUtc(_folder.Of("a.csv"), new DateTime(2026, 1, 1, 0, 0, 30, DateTimeKind.Utc));
        var clock = new IntelMQ.Testing.FakeClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var quiet = new QuietFiles(TimeSpan.FromSeconds(2), clock);
        var file = new FileInfo(_folder.Of("a.csv"));
        Assert.False(quiet.IsQuiet(file));
        clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(quiet.IsQuiet(file));
        clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(quiet.IsQuiet(file));

        // Changed meanwhile, in size alone.
        Assert.False(quiet.IsQuiet(file));
        clock.Advance(TimeSpan.FromSeconds(3));
        File.AppendAllText(_folder.Of("a.csv"), "2\n");
        File.SetLastWriteTimeUtc(_folder.Of("a.csv"), new DateTime(2026, 1, 1, 0, 0, 30, DateTimeKind.Utc));
        Assert.False(quiet.IsQuiet(new FileInfo(_folder.Of("a.csv"))));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(quiet.IsQuiet(new FileInfo(_folder.Of("a.csv"))));
    }

    [Fact]
    public async Task A_link_that_takes_a_files_place_while_it_is_opened_is_not_followed()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await File.WriteAllTextAsync(_folder.Of("secret"), "secret");
        await File.WriteAllTextAsync(_folder.Of("a.csv"), "h");
        File.CreateSymbolicLink(_folder.Of("b.csv"), _folder.Of("secret"));
        await using var opened = new FileStream(_folder.Of("b.csv"), FileMode.Open, FileAccess.Read);
        File.Delete(_folder.Of("b.csv"));
        await File.WriteAllTextAsync(_folder.Of("b.csv"), "secret");
        string real = OpenedFile.RealPath(_folder.Path);
        Assert.False(OpenedFile.IsAt(opened, new FileInfo(_folder.Of("b.csv")), real));
        await using var plain = new FileStream(_folder.Of("a.csv"), FileMode.Open, FileAccess.Read);
        Assert.True(OpenedFile.IsAt(plain, new FileInfo(_folder.Of("a.csv")), real));
    }

    [Fact]
    public async Task A_folder_may_be_reached_by_links()
    {
        Directory.CreateDirectory(_folder.Of("real", "in"));
        Directory.CreateSymbolicLink(_folder.Of("link"), "real");
        await File.WriteAllTextAsync(_folder.Of("real", "in", "a.csv"), "h\n1\n");
        await using var collector = new FileCollector(new FileCollectorOptions { Path = _folder.Of("link", "in"), MinimumAge = TimeSpan.Zero });
        Assert.Equal(1, await Count(collector));
    }

    [Fact]
    public async Task Wide_text_is_cut_between_characters()
    {
        await File.WriteAllTextAsync(_folder.Of("a.csv"), "name,x\nMünchen,1\nÇankaya,2\n", Encoding.Unicode);
        await using var collector = new FileCollector(new FileCollectorOptions { Path = _folder.Path, ChunkSize = 12, MinimumAge = TimeSpan.Zero });
        var texts = new List<string>();
        await foreach (CollectedReport report in collector.CollectAsync(default))
            texts.Add(Encoding.UTF8.GetString(report.Report.Raw.Span).Replace("\uFEFF", "", StringComparison.Ordinal));
        Assert.Equal(["name,x\nMünchen,1\n", "name,x\nÇankaya,2\n"], texts);
    }

    private async Task<PipelineResult> Run(IFailureStore failures)
    {
        await using Pipeline pipeline = Pipeline.Create(
            new PipelineOptions { Failures = failures },
            builder => builder
                .Collect(new FileCollector(new FileCollectorOptions { MinimumAge = TimeSpan.Zero, Path = _folder.Of("in"), ExtractFiles = FileSelection.All, DeleteFile = true }), new BotSetup { Id = "collector" })
                .Parse(new GenericCsvParser(new GenericCsvParserOptions { Columns = ["source.ip", "extra.number"], Type = "scanner" }))
                .Output(new FileOutput(new FileOutputOptions { File = _folder.Of("events.txt"), FlushToDisk = false })));
        return await pipeline.RunAsync(default);
    }

    private static async Task<int> Count(FileCollector collector)
    {
        int count = 0;
        await foreach (CollectedReport report in collector.CollectAsync(default))
        {
            Assert.Null(report.Failure);
            count++;
        }

        return count;
    }

    private static byte[] Half(byte[] data) => data[..(data.Length / 2)];

    private static byte[] Changed(byte[] data, Index place)
    {
        byte[] changed = [.. data];
        changed[place] ^= 0x08;
        return changed;
    }

    private static byte[] GZip(byte[] data)
    {
        using var output = new MemoryStream();
        using (var stream = new GZipStream(output, CompressionMode.Compress))
            stream.Write(data);
        byte[] packed = output.ToArray();
        // The framework writes nothing at all for no data.
        return packed.Length > 0 ? packed : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    // With a field, a name, a comment and a check sum of the header.
    private static byte[] Named(byte[] data)
        => [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, .. "feed.csv\0"u8, .. "a comment\0"u8, 0, 0, .. GZip(data)[10..]];

    private static byte[] Zip(byte[]? data, CompressionLevel level)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            if (data is not null)
            {
                using Stream entry = archive.CreateEntry("a.csv", level).Open();
                entry.Write(data);
            }
        }

        return output.ToArray();
    }

    private static byte[] Tar()
    {
        using var output = new MemoryStream();
        using (var writer = new TarWriter(output, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (string name in (string[])["a.csv", "b.csv"])
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Rows) });
        }

        return output.ToArray();
    }

    private static byte[] Sparse()
    {
        byte[] tar = Tar();
        tar[156] = (byte)'S';
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++)
            sum += i is >= 148 and < 156 ? 0 : tar[i];
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
        return tar;
    }
}
