using System.CommandLine;

namespace IntelMQ.Tool.Commands.Ctl;

/// <summary>
/// The grammar, answers and exit codes of IntelMQ's <c>intelmqctl</c>, for scripts that are there: <c>intelmq ctl ...</c>, or the program called by the
/// name <c>intelmqctl</c>.
/// </summary>
internal static class CtlCommand
{
    public const string Name = "ctl";

    /// <summary>The exit code of a line that cannot be read, and of a bot that is not there.</summary>
    public const int Misused = 2;

    private const string Summary = "Takes the commands of IntelMQ's intelmqctl, with its answers and exit codes.\n\nExample:\n  intelmq ctl --type json status shadowserver-parser";

    public static Command Create() => Fill(new Command(Name, Summary));

    public static RootCommand CreateRoot() => (RootCommand)Fill(new RootCommand(Summary));

    private static Command Fill(Command command)
    {
        var options = new CtlOptions();
        command.Options.Add(options.Type);
        command.Options.Add(options.Quiet);
        command.Options.Add(options.Config);
        command.Options.Add(options.State);
        foreach (Command one in CtlBots.Create(options).Concat(CtlLists.Create(options)).Concat(CtlOthers.Create(options)))
            command.Subcommands.Add(one);
        return command;
    }
}
