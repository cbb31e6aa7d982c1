using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("bash", "complete -o default -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c intelmq")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Each_shell_has_its_script(string shell, string part)
    {
        (int code, string output, _) = await ToolRun.RunAsync("completion", shell);
        Assert.Equal(0, code);
        Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_shell_is_an_error() => Assert.NotEqual(0, (await ToolRun.RunAsync("completion", "cmd")).Code);

    [Theory]
    [InlineData("intelmq du", "dump")]
    [InlineData("intelmq dump re", "replay")]
    [InlineData("intelmq completion f", "fish")]
    [InlineData("intelmq check --con", "--config")]
    public async Task The_command_answers_what_the_scripts_ask(string line, string answer)
        => Assert.Contains(answer, (await ToolRun.RunAsync($"[suggest:{line.Length}]", line)).Output.Split('\n'));
}
