using System.Text.Json.Nodes;
using IntelMQ.Replay;
using IntelMQ.Schemas;
using Xunit.Abstractions;

namespace IntelMQ.Corpus.Tests;

public class ConformanceTests(ITestOutputHelper output)
{
    private const int ShownAtMost = 20;

    public static TheoryData<string> Files => [.. Runner().Files()];

    [CorpusTheory]
    [MemberData(nameof(Files))]
    public async Task Answers_are_those_recorded_as_often_as_before(string file)
    {
        int matched = 0;
        int total = 0;
        var wrong = new List<string>();
        await using ReplayRunner runner = Runner();
        await foreach ((string line, string given) in runner.AnswerAsync(file))
        {
            JsonObject recorded = Judge.Parse(line);
            if (!Judge.Judges(recorded))
                continue;
            string id = recorded["id"]?.GetValue<string>() ?? "";
            total++;
            if (Judge.Wrong(file, recorded, Judge.Parse(given)) is not { } complaint || Differences.Of(file, id) is not null)
                matched++;
            else
                wrong.Add($"{id}: {complaint}");
        }

        var score = new Score(matched, total);
        Ratchet ratchet = Ratchet.Read(Ratchet.File);
        if (Ratchet.Accepts && matched > 0)
            ratchet.Write(file, score);
        else if (score.Rate < ratchet[file].Rate)
            Assert.Fail($"{file}: {score}, after {ratchet[file]}.{Environment.NewLine}{string.Join(Environment.NewLine, wrong.Take(ShownAtMost))}");
        else if (score.Rate > ratchet[file].Rate)
            output.WriteLine($"{file}: {score}, after {ratchet[file]}. Raise the figure: run this test with INTELMQ_ACCEPT=1 and commit {Path.GetFileName(Ratchet.File)}.");
        foreach (string line in wrong.Take(ShownAtMost))
            output.WriteLine(line);
    }

    [CorpusTheory]
    [MemberData(nameof(Files))]
    public async Task What_is_kept_as_failed_fails_again_once(string file)
    {
        await using var runner = new ReplayRunner(CorpusFolder.Path!, Schema.IntelMQ33) { Only = file };
        Assert.Empty(await runner.CheckFailuresAsync());
    }

    [CorpusFact]
    public async Task Differences_on_purpose_are_real_and_few()
    {
        int cases = 0;
        var unused = new HashSet<Difference>(Differences.All);
        await using ReplayRunner runner = Runner();
        foreach (string file in runner.Files())
        {
            await foreach ((string line, string given) in runner.AnswerAsync(file))
            {
                cases++;
                JsonObject recorded = Judge.Parse(line);
                if (recorded["id"]?.GetValue<string>() is { } id && Differences.Of(file, id) is { } difference && Judge.Wrong(file, recorded, Judge.Parse(given)) is not null)
                    unused.Remove(difference);
            }
        }

        Assert.Empty(unused);
        Assert.True(Differences.All.Count <= cases * 3 / 100, "More than three cases in a hundred differ on purpose.");
        Assert.All(Differences.All, static difference => Assert.NotEmpty(difference.Reason));
    }

    private static ReplayRunner Runner() => new(CorpusFolder.Path ?? "", Schema.IntelMQ33);
}
