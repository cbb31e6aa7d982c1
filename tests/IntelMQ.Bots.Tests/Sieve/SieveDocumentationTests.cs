using System.Text.RegularExpressions;
using IntelMQ.Bots.Sieve;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Sieve;

public sealed partial class SieveDocumentationTests
{
    [Fact]
    public void Every_example_of_the_reference_parses_without_a_warning()
    {
        MatchCollection examples = Example().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "sieve.md")));

        Assert.True(examples.Count >= 4);
        foreach (Match example in examples)
        {
            SieveProgram program = Rules.Parse(example.Groups[1].Value);
            Assert.Empty(program.Warnings);
            Assert.Equal(program.ToString(), Rules.Parse(program.ToString()).ToString());
        }
    }

    [Fact]
    public void Every_operator_and_action_is_in_the_reference()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "sieve.md"));
        foreach (string word in (string[])["==", "!=", ":contains", "=~", "!~", ":in", ":containsany", ":regexin", "<<", "<=", ">=", "<", ">", ":before", ":after",
            ":equals", ":setequals", ":overlaps", ":subsetof", ":supersetof", "drop", "keep"])
            Assert.Contains($"`{word}`", text, StringComparison.Ordinal);
    }

    [GeneratedRegex("^```sieve\r?\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();
}
