using IntelMQ.Schemas;
using IntelMQ.Testing.Samples;

namespace IntelMQ.Testing;

public sealed class FeedCasesTests : IDisposable
{
    private static readonly FeedCases Here = FeedCases.In("feeds");

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-feeds-").FullName;

    private FeedCases Cases => FeedCases.In("feeds", At("Tests.cs"));

    public static TheoryData<string> Feeds => [.. Here.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Feeds))]
    public void A_feed_makes_the_verified_events_and_failures(string feed) => Here.Verify(new SampleParser(), feed);

    [Fact]
    public void Inputs_are_the_files_that_are_not_verified_or_received()
    {
        Write("b.csv", "ip\n");
        Write("a.csv", "ip\n");
        Write("a.csv.verified.json", "{}");
        Write("c.csv.received.json", "{}");
        Assert.Equal(["a.csv", "b.csv"], Cases.Names);
    }

    [Fact]
    public void A_folder_without_inputs_is_a_mistake()
        => Assert.Contains("There are no inputs in", Assert.Throws<SnapshotException>(() => Cases.Names).Message);

    [Fact]
    public void What_differs_is_shown_and_kept()
    {
        Write("a.csv", "ip\n192.0.2.1\n");
        Write("a.csv.verified.json", "{}");
        Assert.Contains("+       \"source.ip\": \"192.0.2.1\"", Assert.Throws<SnapshotException>(() => Cases.Verify(new SampleParser(), "a.csv")).Message);
        Assert.True(File.Exists(At("feeds/a.csv.received.json")));
    }

    [Fact]
    public void A_report_takes_the_fields_of_a_collector()
    {
        Write("a.csv", "ip\n192.0.2.1\n");
        var report = Cases.Report("a.csv");
        report[Fields.Feed.Name] = "Sample";
        SnapshotException differs = Assert.Throws<SnapshotException>(() => Cases.Verify(new SampleParser(), "a.csv", report));
        Assert.Contains("+       \"feed.name\": \"Sample\"", differs.Message);
    }

    [Fact]
    public void What_failed_must_fail_again()
    {
        Write("a.csv", "ip\n192.0.2.1\n");
        Write("a.csv.verified.json", SnapshotText.Of(new ForgetfulParser().Parse(Cases.Report("a.csv"))));
        SnapshotException forgotten = Assert.Throws<SnapshotException>(() => Cases.Verify(new ForgetfulParser(), "a.csv"));
        Assert.Contains("gives 0 events and 0 failures when it is parsed again", forgotten.Message);
    }

    [Fact]
    public void Verified_files_without_an_input_are_found()
    {
        Write("a.csv", "ip\n");
        Write("a.csv.verified.json", "{}");
        Cases.AssertNoDangling();
        Snapshot.AssertNoDangling(At("Tests.cs"));
        Write("gone.csv.verified.json", "{}");
        Assert.EndsWith(": gone.csv.verified.json.", Assert.Throws<SnapshotException>(Cases.AssertNoDangling).Message);
        Assert.EndsWith(": feeds/gone.csv.verified.json.", Assert.Throws<SnapshotException>(() => Snapshot.AssertNoDangling(At("Tests.cs"))).Message);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(At("feeds"));
        File.WriteAllText(At("feeds/" + name), text);
    }
}
