using System.CommandLine;
using IntelMQ.Tool.Commands;
using IntelMQ.Tool.Commands.Dump;

namespace IntelMQ.Tool;

/// <summary>The command and all that is below it.</summary>
internal static class IntelMQCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Runs IntelMQ's configurations without Python, checks them, and looks after their queues.");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(ListCommand.Create());
        root.Subcommands.Add(ClearCommand.Create());
        root.Subcommands.Add(DumpCommand.Create());
        return root;
    }
}
