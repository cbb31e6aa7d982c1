using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Intake;

namespace IntelMQ.Bots.Tests.Collectors;

// Packed files and archives.
public sealed partial class FileCollectorTests
{
    [Fact]
    public async Task Archives_are_unpacked_without_writing_files()
    {
        WriteBytes("1.gz", GZip("one"u8.ToArray()));
        WriteBytes("2.zip", Zip(("x/two.csv", "two"), ("../three", "three"), ("folder/", "")));
        WriteBytes("3.tar", Tar(("four", "four"), (new string('n', 300) + "/five", new string('5', 1000))));
        WriteBytes("4.tar.gz", GZip(Tar(("six", "six"))));
        Write("5.txt", "plain");
        List<CollectedReport> reports = await Collect(new FileCollector(Options(o => (o.Postfix, o.ExtractFiles) = ("", FileSelection.All))));
        Assert.Equal(["one", "two", "three", "four", new string('5', 1000), "six", "plain"], Texts(reports));
        Assert.Equal(
            ["1.gz", "x/two.csv", "../three", "four", new string('n', 300) + "/five", "six", "5.txt"],
            reports.Select(static report => report.Report["extra.file_name"].ToString()));
        Assert.Equal(5, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Theory]
    [InlineData("[\"b\"]", "B")]
    [InlineData("\"b, c\"", "B|C")]
    [InlineData("true", "A|B|C")]
    [InlineData("\"true\"", "A|B|C")]
    public async Task Files_of_an_archive_are_taken_by_name(string extract, string texts)
    {
        WriteBytes("a.csv", Zip(("a", "A"), ("b", "B"), ("c", "C")));
        WriteBytes("b.csv", Tar(("a", "A"), ("b", "B"), ("c", "C")));
        string parameters = $"{{\"path\": {JsonSerializer.Serialize(_folder.Path)}, \"extract_files\": {extract}}}";
        using JsonDocument document = JsonDocument.Parse(parameters);
        var collector = (FileCollector)Catalogs.Standard.Get("intelmq.bots.collectors.file.collector_file")
            .Create(document.RootElement, ParameterSource.IntelMQ, BotServices.Default, []);
        Assert.Equal($"{texts}|{texts}".Split('|'), Texts(await Collect(collector)));
    }

    [Fact]
    public async Task Without_being_asked_an_archive_is_data()
    {
        byte[] packed = GZip("one"u8.ToArray());
        WriteBytes("a.csv", packed);
        Assert.Equal(packed, Assert.Single(await Collect(new FileCollector(Options(static _ => { })))).Report.Raw.ToArray());
    }

    [Fact]
    public async Task A_bomb_is_left_where_it_is_and_the_others_are_collected()
    {
        byte[] zeros = new byte[40 << 20];
        WriteBytes("a.gz.csv", GZip(zeros));
        using (var zip = new MemoryStream())
        {
            using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            {
                using Stream entry = archive.CreateEntry("zeros").Open();
                entry.Write(zeros);
            }

            WriteBytes("b.zip.csv", zip.ToArray());
        }

        Write("c.csv", "good");
        var collector = new FileCollector(Options(o => (o.ExtractFiles, o.DeleteFile) = (FileSelection.All, true)));
        List<CollectedReport> reports = await Collect(collector);
        Assert.Equal("good", Texts(reports)[^1]);
        await SettleAll(reports);
        Assert.True(File.Exists(_folder.Of("a.gz.csv")));
        Assert.True(File.Exists(_folder.Of("b.zip.csv")));
        Assert.False(File.Exists(_folder.Of("c.csv")));
        Assert.Empty(await Collect(collector));
    }

    [Fact]
    public async Task More_than_allowed_is_not_unpacked()
    {
        WriteBytes("a.csv", Zip(("a", new string('a', 600)), ("b", new string('b', 600))));
        var collector = new FileCollector(Options(o => (o.ExtractFiles, o.MaxUnpackedSize) = (FileSelection.All, 1000)));
        Assert.Equal([new string('a', 600)], Texts(await Collect(collector)));
    }

    [Fact]
    public void Damaged_archives_never_throw()
    {
        byte[][] whole = [Zip(("a", "A"), ("b", "B")), Tar(("a", "A"), (new string('n', 300), "B")), GZip(Tar(("a", "A"))), GZip("text"u8.ToArray())];
        Prop.ForAll<NonNegativeInt, byte, NonNegativeInt>((place, value, which) =>
        {
            bool cut = value % 2 == 0;
            byte[] damaged = [.. whole[which.Get % whole.Length]];
            int at = (int)((place.Get * 7919L) % damaged.Length);
            damaged[at] = value;
            WriteBytes("a.csv", cut ? damaged[..at] : damaged);
            foreach (CollectedReport report in Collect(new FileCollector(Options(o => o.ExtractFiles = FileSelection.All))).GetAwaiter().GetResult())
                Assert.False(report.Report.Raw.IsEmpty);
        }).Check(Fuzz.Quick);
    }

    [Fact]
    public async Task What_only_an_operating_system_needs_is_passed_over_unless_it_is_named()
    {
        (string, string)[] files = [("__MACOSX/._a.csv", "mac"), (".DS_Store", "dot"), ("x/.git/config", "git"), ("./a.csv", "data")];
        WriteBytes("a.csv", Zip(files));
        WriteBytes("b.csv", GZip(Tar(files)));
        Assert.Equal(["data", "data"], Texts(await Collect(new FileCollector(Options(o => o.ExtractFiles = FileSelection.All)))));
        Assert.Equal(["dot", "dot"], Texts(await Collect(new FileCollector(Options(o => o.ExtractFiles = FileSelection.Of(".DS_Store"))))));
    }

    private static byte[] GZip(byte[] data)
    {
        using var output = new MemoryStream();
        using (var stream = new GZipStream(output, CompressionMode.Compress))
            stream.Write(data);
        return output.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return output.ToArray();
    }

    private static byte[] Tar(params (string Name, string Text)[] files)
    {
        using var output = new MemoryStream();
        using (var writer = new TarWriter(output, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "folder/"));
            foreach ((string name, string text) in files)
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            writer.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "/etc/passwd" });
        }

        return output.ToArray();
    }
}
