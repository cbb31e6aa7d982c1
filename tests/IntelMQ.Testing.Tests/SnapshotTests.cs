using IntelMQ.Testing.Samples;

namespace IntelMQ.Testing;

public sealed class SnapshotTests : IDisposable
{
    private const string Feed = "ip,port\n192.0.2.1,80\nnowhere,1\n2001:db8::1,\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-snapshots-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Events_and_failures_of_a_report() => Snapshot.Verify(new SampleParser().Parse(BotHarness.ReportOf(Feed)));

    [Fact]
    public async Task Everything_that_came_out_of_a_bot() => Snapshot.Verify(await BotHarness.RunAsync(new SampleParser(), Feed));

    [Fact]
    public void No_snapshot_here_is_left_over() => Snapshot.AssertNoDangling();

    [Fact]
    public void The_same_text_passes_and_takes_what_was_received_away()
    {
        File.WriteAllText(At("A.verified.txt"), "one\r\ntwo");
        File.WriteAllText(At("A.received.txt"), "old");
        Snapshot.Compare("one\ntwo\n", At("A"), "txt", accepts: false);
        Assert.False(File.Exists(At("A.received.txt")));
    }

    [Fact]
    public void Another_text_fails_with_the_difference_and_is_kept()
    {
        File.WriteAllText(At("A.verified.txt"), "one\ntwo\nthree\n");
        SnapshotException differs = Assert.Throws<SnapshotException>(() => Snapshot.Compare("one\n2\nthree\n", At("A"), "txt", accepts: false));
        Assert.Contains("- two\n+ 2\n", differs.Message);
        Assert.Contains("INTELMQ_ACCEPT=1", differs.Message);
        Assert.Equal("one\n2\nthree\n", File.ReadAllText(At("A.received.txt")));
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(At("A.verified.txt")));
    }

    [Fact]
    public void A_missing_snapshot_fails()
        => Assert.Contains("There is no A.verified.txt yet", Assert.Throws<SnapshotException>(() => Snapshot.Compare("x", At("A"), "txt", accepts: false)).Message);

    [Fact]
    public void Accepting_writes_the_snapshot()
    {
        File.WriteAllText(At("A.received.txt"), "old");
        Snapshot.Compare("new", At("A"), "txt", accepts: true);
        Assert.Equal("new\n", File.ReadAllText(At("A.verified.txt")));
        Assert.False(File.Exists(At("A.received.txt")));
    }

    [Fact]
    public void Snapshots_without_a_test_are_found()
    {
        File.WriteAllText(At("Tests.cs"), "void Kept() { }");
        File.WriteAllText(At("Tests.Kept.verified.json"), "");
        Snapshot.AssertNoDangling(At("Any.cs"));
        File.WriteAllText(At("Tests.Renamed.verified.json"), "");
        File.WriteAllText(At("Gone.Kept.verified.json"), "");
        SnapshotException found = Assert.Throws<SnapshotException>(() => Snapshot.AssertNoDangling(At("Any.cs")));
        Assert.EndsWith(": Gone.Kept.verified.json, Tests.Renamed.verified.json.", found.Message);
        Snapshot.AssertNoDangling(["Tests.Kept", "Tests.Renamed", "Gone.Kept"], At("Any.cs"));
    }

    [Fact]
    public void Folders_that_the_compiler_hid_are_found_again()
    {
        string here = SourceFile.FolderOf("/_/tests/IntelMQ.Testing.Tests/SnapshotTests.cs");
        Assert.True(File.Exists(Path.Combine(here, "SnapshotTests.cs")));
        Assert.Throws<SnapshotException>(() => SourceFile.FolderOf("/_/tests/nowhere/SnapshotTests.cs"));
    }

    [Theory]
    [InlineData("a\nb\nc", "a\nc", "@@ line 1\n  a\n- b\n  c")]
    [InlineData("a\nc", "a\nb\nc", "@@ line 1\n  a\n+ b\n  c")]
    [InlineData("1\n2\n3\n4\n5\n6", "1\n2\n3\n4\nx\n6", "@@ line 2\n  2\n  3\n  4\n- 5\n+ x\n  6")]
    [InlineData("a\nb\nc\nd", "b\nX\nd", "@@ line 1\n- a\n  b\n- c\n+ X\n  d")]
    public void Differences_are_shown_by_line(string before, string after, string shown) => Assert.Equal(shown, TextDiff.Of(before, after));

    private string At(string name) => Path.Combine(_folder, name);
}
