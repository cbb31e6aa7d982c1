using System.CommandLine;

namespace IntelMQ.Tool.Commands.Completion;

/// <summary><c>intelmq completion</c>: what makes a shell complete the command. The shell asks the command itself (the directive <c>[suggest:POSITION]</c>).</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _intelmq_complete() {
            local IFS=$'\n'
            COMPREPLY=( $(compgen -W "$(intelmq "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _intelmq_complete intelmq

        """;

    private const string Zsh = """
        #compdef intelmq
        _intelmq_complete() {
            local -a found
            found=("${(@f)$(intelmq "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
            (( ${#found} )) || _files
        }
        compdef _intelmq_complete intelmq

        """;

    private const string Fish = """
        function __intelmq_complete
            set -l line (commandline -cp)
            intelmq "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
        end
        complete -c intelmq -a "(__intelmq_complete)"

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName intelmq -ScriptBlock {
            param($word, $line, $position)
            intelmq "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Writes what makes a shell complete this command.\n\nExample:\n  source <(intelmq completion bash)\n  intelmq completion fish > ~/.config/fish/completions/intelmq.fish") { shell };
        command.SetAction(arguments => Console.Out.Write((arguments.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        }).ReplaceLineEndings("\n")));
        return command;
    }
}
