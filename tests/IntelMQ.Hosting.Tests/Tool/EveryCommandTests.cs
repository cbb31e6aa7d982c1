using System.CommandLine;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Tool;

namespace IntelMQ.Hosting.Tests.Tool;

/// <summary>What holds for each command, whatever it does.</summary>
[Collection("console")]
public sealed class EveryCommandTests
{
    public static TheoryData<string> Lines => [.. Below(IntelMQCommand.Create(), "intelmq").Select(static one => one.Line)];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Help_says_what_it_does_with_an_example_of_itself(string line)
    {
        (int code, string help, string complaints) = await ToolRun.RunAsync([.. line.Split(' ').Skip(1), "--help"]);
        Assert.Equal((0, ""), (code, complaints));
        int example = help.IndexOf("\n  Example", StringComparison.Ordinal);
        Assert.True(example > 0, help);
        // A word in between may name the bot that is meant.
        string[] words = line.Split(' ');
        string shown = help[example..help.IndexOf("Usage:", StringComparison.Ordinal)];
        Assert.Contains("  intelmq ", shown, StringComparison.Ordinal);
        Assert.Contains($" {words[^1]} ", shown.Replace('\n', ' ') + " ", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Its_name_and_its_options_are_completed(string line)
    {
        int last = line.LastIndexOf(' ');
        Assert.Contains(line[(last + 1)..], await SuggestAsync(line[..(last + 2)]));
        Command command = Below(IntelMQCommand.Create(), "intelmq").Single(one => one.Line == line).Command;
        string[] suggested = await SuggestAsync($"{line} --");
        Assert.All(command.Options.Where(static option => !option.Hidden), option => Assert.Contains(option.Name, suggested));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Each_option_and_argument_is_described(string line)
    {
        Command command = Below(IntelMQCommand.Create(), "intelmq").Single(one => one.Line == line).Command;
        Assert.All(command.Options, static option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
        Assert.All(command.Arguments, static argument => Assert.False(string.IsNullOrWhiteSpace(argument.Description), argument.Name));
    }

    private static async Task<string[]> SuggestAsync(string line)
        => (await ToolRun.RunAsync($"[suggest:{line.Length}]", line)).Output.Split('\n');

    private static IEnumerable<(string Line, Command Command)> Below(Command command, string line)
    {
        foreach (Command one in command.Subcommands)
        {
            string below = $"{line} {one.Name}";
            yield return (below, one);
            foreach ((string, Command) further in Below(one, below))
                yield return further;
        }
    }
}
