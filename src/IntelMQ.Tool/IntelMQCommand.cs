using System.CommandLine;
using IntelMQ.Tool.Commands;
using IntelMQ.Tool.Commands.Alerts;
using IntelMQ.Tool.Commands.Completion;
using IntelMQ.Tool.Commands.Convert;
using IntelMQ.Tool.Commands.Ctl;
using IntelMQ.Tool.Commands.Db;
using IntelMQ.Tool.Commands.Dump;
using IntelMQ.Tool.Commands.Feeds;
using IntelMQ.Tool.Commands.Init;
using IntelMQ.Tool.Commands.Mails;
using IntelMQ.Tool.Commands.Operating;
using IntelMQ.Tool.Commands.Sieve;
using IntelMQ.Tool.Commands.Store;
using IntelMQ.Tool.Commands.Try;
using IntelMQ.Tool.Commands.Upgrade;

namespace IntelMQ.Tool;

/// <summary>The command and all that is below it.</summary>
internal static class IntelMQCommand
{
    /// <summary>IntelMQ's own name for its command.</summary>
    private const string Compatible = "intelmqctl";

    /// <summary>Runs a command line.</summary>
    /// <param name="program">The name that the program is called by: as <c>intelmqctl</c> it takes that command's grammar.</param>
    /// <param name="arguments">The rest of the line.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> InvokeAsync(string program, string[] arguments)
    {
        bool isCompatible = program == Compatible || arguments is [CtlCommand.Name, ..];
        ParseResult parsed = (program == Compatible ? CtlCommand.CreateRoot() : Create()).Parse(arguments);
        int code = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
        return isCompatible && parsed.Errors.Count > 0 ? CtlCommand.Misused : code;
    }

    public static RootCommand Create()
    {
        var root = new RootCommand("Runs IntelMQ's configurations without Python, checks them, and looks after their queues.");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(ListCommand.Create());
        root.Subcommands.Add(ClearCommand.Create());
        root.Subcommands.Add(DumpCommand.Create());
        foreach (Command command in BotCommands.Create())
            root.Subcommands.Add(command);
        root.Subcommands.Add(LogCommand.Create());
        root.Subcommands.Add(DebugCommand.Create());
        root.Subcommands.Add(CtlCommand.Create());
        root.Subcommands.Add(ConvertCommand.Create());
        root.Subcommands.Add(TryCommand.Create());
        root.Subcommands.Add(SieveCommand.Create());
        root.Subcommands.Add(FeedsCommand.Create());
        root.Subcommands.Add(InitCommand.Create());
        root.Subcommands.Add(UpgradeConfigCommand.Create());
        root.Subcommands.Add(DbCommand.Create());
        root.Subcommands.Add(StoreCommand.Create());
        root.Subcommands.Add(MailCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        root.Subcommands.Add(AlertsCommand.Create());
        return root;
    }
}
