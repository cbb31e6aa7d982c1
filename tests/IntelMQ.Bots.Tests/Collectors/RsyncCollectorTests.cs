using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class RsyncCollectorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RsyncFact]
    public async Task A_file_is_copied_and_taken_while_it_changes()
    {
        string source = Directory.CreateDirectory(Path.Combine(_folder.Path, "source", "sub")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "a b.csv"), "1");
        await using var collector = new RsyncCollector(new RsyncCollectorOptions { RsyncPath = Path.GetDirectoryName(source), File = "sub/a b.csv" });
        CollectedReport first = Assert.Single(await CollectorFixture.AllAsync(collector));
        Assert.Equal("1", CollectorFixture.Text(first));
        await first.SettleAsync(default);
        Assert.Empty(await CollectorFixture.AllAsync(collector));
        await File.WriteAllTextAsync(Path.Combine(source, "a b.csv"), "22");
        Assert.Equal("22", CollectorFixture.Text(Assert.Single(await CollectorFixture.AllAsync(collector))));
    }

    [RsyncFact]
    public async Task A_file_comes_from_an_rsync_server()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "module"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "module", "feed.csv"), "ip\n192.0.2.1\n");
        int port = FreePort();
        string configuration = Path.Combine(_folder.Path, "rsyncd.conf");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture, $"address = 127.0.0.1\nport = {port}\nuse chroot = no\n[feeds]\npath = {_folder.Path}/module\n"));
        using Process server = Process.Start("rsync", ["--daemon", "--no-detach", $"--config={configuration}"]);
        try
        {
            await TestWait.UntilAsync(() => Answers(port));
            var options = new RsyncCollectorOptions { RsyncPath = string.Create(CultureInfo.InvariantCulture, $"rsync://127.0.0.1:{port}/feeds"), File = "feed.csv", ExtraParams = "--times \"--contimeout=10\"" };
            await using (var collector = new RsyncCollector(options))
                Assert.Equal("ip\n192.0.2.1\n", CollectorFixture.Text(Assert.Single(await CollectorFixture.AllAsync(collector))));
            options.File = "missing.csv";
            await using var without = new RsyncCollector(options);
            IOException thrown = await Assert.ThrowsAsync<IOException>(() => CollectorFixture.AllAsync(without));
            Assert.Contains("rsync failed", thrown.Message, StringComparison.Ordinal);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    [RsyncFact]
    public async Task A_server_that_refuses_is_told()
    {
        int port = FreePort();
        await using var collector = new RsyncCollector(new RsyncCollectorOptions { RsyncPath = string.Create(CultureInfo.InvariantCulture, $"rsync://127.0.0.1:{port}/feeds"), File = "feed.csv" });
        Assert.Contains("rsync failed", (await Assert.ThrowsAsync<IOException>(() => CollectorFixture.AllAsync(collector))).Message, StringComparison.Ordinal);
    }

    [RsyncFact]
    public async Task A_name_is_neither_an_option_nor_a_command()
    {
        string source = Directory.CreateDirectory(Path.Combine(_folder.Path, "s;touch x")).FullName;
        string name = "--delete $(touch y).csv";
        await File.WriteAllTextAsync(Path.Combine(source, name), "1");
        await using var collector = new RsyncCollector(new RsyncCollectorOptions { RsyncPath = source, File = name });
        Assert.Single(await CollectorFixture.AllAsync(collector));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [RsyncFact]
    public async Task A_link_and_a_file_that_is_too_large_are_refused()
    {
        string source = Directory.CreateDirectory(Path.Combine(_folder.Path, "source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "large"), new string('x', 2000));
        File.CreateSymbolicLink(Path.Combine(source, "link"), "/etc/hostname");
        await using var large = new RsyncCollector(new RsyncCollectorOptions { RsyncPath = source, File = "large", MaxReportSize = 1000 });
        Assert.Contains("max_report_size", (await Assert.ThrowsAsync<IOException>(() => CollectorFixture.AllAsync(large))).Message, StringComparison.Ordinal);
        await using var link = new RsyncCollector(new RsyncCollectorOptions { RsyncPath = source, File = "link", ExtraParams = "--links" });
        Assert.Contains("a link", (await Assert.ThrowsAsync<IOException>(() => CollectorFixture.AllAsync(link))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-e evil", "f", null, null, "rsync_path")]
    [InlineData("/x", "../f", null, null, "file")]
    [InlineData("/x", "f/", null, null, "file")]
    [InlineData("/x", "f\n", null, null, "line ends")]
    [InlineData("/x", "f", "--a 'b", null, "extra_params")]
    [InlineData("/x", "f", null, "/k'; touch x", "private_key_path")]
    public void What_would_be_something_else_is_refused(string path, string file, string? extra, string? key, string word)
    {
        var options = new RsyncCollectorOptions { RsyncPath = path, File = file, ExtraParams = extra, PrivateKeyPath = key };
        Assert.Contains(options.GetComplaints(), complaint => complaint.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a  b\tc", "a|b|c")]
    [InlineData("--x=\"a b\" 'c d'e \\  \"\"", "--x=a b|c de| |")]
    [InlineData("'a\\b' \"a\\b\" \"a\\\"b\"", "a\\b|a\\b|a\"b")]
    [InlineData("$(x) ;y `z`", "$(x)|;y|`z`")]
    [InlineData("'a", null)]
    [InlineData("a\\", null)]
    public void Words_are_divided_as_a_shell_divides_them(string text, string? expected)
        => Assert.Equal(expected, ShellWords.Split(text) is { } words ? string.Join('|', words) : null);

    [Fact]
    public void A_key_is_written_in_lines_for_its_user_alone()
    {
        string path = Path.Combine(_folder.Path, "key");
        SshKeyFile.Write(path, "-----BEGIN OPENSSH PRIVATE KEY----- " + new string('a', 100) + "\n\n" + new string('b', 50) + " -----END OPENSSH PRIVATE KEY-----");
        string[] lines = File.ReadAllLines(path);
        Assert.Equal([35, 70, 70, 10, 33], lines.Select(static line => line.Length));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
