using System.Reflection;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.PublicApi;

/// <summary>
/// Holds the packages to the API that was approved, so that nobody changes it unawares; <c>INTELMQ_ACCEPT=1</c> writes it. A line
/// that goes away breaks users.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages => [.. Architecture.ArchitectureTests.Projects.Select(static row => Path.GetFileName((string)((object[])row)[0]))];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_API_is_the_approved_one(string package)
    {
        string path = Path.Combine(Repository.Root, "tests", "PublicApi", $"{package}.txt");
        string text = ApiText.Of(AssemblyOf(package));
        if (Environment.GetEnvironmentVariable("INTELMQ_ACCEPT") == "1")
        {
            File.WriteAllText(path, text);
            return;
        }

        string[] approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] present = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] changes = [.. Only(approved, present).Select(static line => $"- {line}"), .. Only(present, approved).Select(static line => $"+ {line}")];
        Assert.True(
            changes.Length == 0 && approved.SequenceEqual(present),
            $"The public API is not that of tests/PublicApi/{package}.txt. Where this is meant, run this test with INTELMQ_ACCEPT=1.\n{string.Join('\n', changes)}");
    }

    private static Assembly AssemblyOf(string package) => Assembly.Load(package);

    /// <summary>The lines of one text that the other lacks, with their counts: overrides of many types read alike.</summary>
    private static IEnumerable<string> Only(string[] lines, string[] others)
    {
        Dictionary<string, int> left = others.GroupBy(static line => line, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
        string type = "";
        foreach (string line in lines)
        {
            if (!line.StartsWith(' '))
                type = line;
            int count = left.GetValueOrDefault(line);
            left[line] = count - 1;
            if (count <= 0)
                yield return line == type ? line : $"{line.Trim()}    (of {type})";
        }
    }
}
