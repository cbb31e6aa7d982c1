using System.Runtime.Versioning;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Tests.Configuration.Writing;

public sealed class SavedFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-file-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "runtime.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_written_as_a_whole_and_the_one_before_stays_beside_it()
    {
        File.WriteAllText(Path, "\uFEFFa:\n  x: é\n", new System.Text.UTF8Encoding(false));
        RuntimeFile file = RuntimeFile.OpenFolder(_folder.FullName);
        file.SetSetting("a", "x", DocumentNode.OfText("ü", null));
        file.Save();
        Assert.Equal("\uFEFFa:\n  x: 'ü'\n", System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(Path)));
        Assert.Equal("\uFEFFa:\n  x: é\n", System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(Path + ".bak")));
        file.SetSetting("a", "x", DocumentNode.OfText("z", null));
        file.Save();
        Assert.Equal(["runtime.yaml", "runtime.yaml.bak"], _folder.GetFiles().Select(static one => one.Name).Order());
        Assert.Contains("ü", File.ReadAllText(Path + ".bak"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_somebody_else_changed_is_left_alone()
    {
        File.WriteAllText(Path, "a: {}\n");
        RuntimeFile file = RuntimeFile.Open(Path);
        file.SetSetting("a", "x", DocumentNode.OfText("z", null));
        File.WriteAllText(Path, "a: {}\nb: {}\n");
        Assert.Throws<ConfigurationChangedException>(file.Save);
        Assert.Equal("a: {}\nb: {}\n", File.ReadAllText(Path));
    }

    [Fact]
    public void Two_do_not_write_at_once()
    {
        File.WriteAllText(Path, "a: {}\n");
        RuntimeFile file = RuntimeFile.Open(Path);
        file.SetSetting("a", "x", DocumentNode.OfText("z", null));
        using (new FileStream(Path + ".bak", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.Throws<IOException>(file.Save);
        Assert.Equal("a: {}\n", File.ReadAllText(Path));
        file.Save();
        Assert.Equal("a:\n  x: z\n", File.ReadAllText(Path));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Mode_owner_and_link_stay()
    {
        if (!OperatingSystem.IsLinux())
            return;
        string real = System.IO.Path.Combine(_folder.FullName, "real.yaml");
        File.WriteAllText(real, "a: {}\n");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(Path, real);
        RuntimeFile file = RuntimeFile.Open(Path);
        file.SetSetting("a", "x", DocumentNode.OfText("z", null));
        file.Save();
        Assert.Equal("a:\n  x: z\n", File.ReadAllText(Path));
        Assert.NotNull(new FileInfo(Path).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real + ".bak"));
        Assert.True(FileOwner.TryCopy(real, real + ".bak"));
        Assert.False(FileOwner.TryCopy(real, real + ".nowhere"));
    }

    [Fact]
    public void A_file_that_is_no_text_is_refused()
    {
        File.WriteAllBytes(Path, [0x61, 0x3A, 0x20, 0xFF, 0x0A]);
        Assert.Throws<PipelineConfigurationException>(() => RuntimeFile.Open(Path));
        File.WriteAllText(Path, "- a\n");
        Assert.Throws<PipelineConfigurationException>(() => RuntimeFile.Open(Path));
        Assert.Throws<InvalidOperationException>(RuntimeFile.Parse("a: {}").Save);
    }
}
