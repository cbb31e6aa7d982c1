using System.CommandLine;
using IntelMQ.Hosting.Dumps;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary><c>intelmq dump</c>: failures that are kept, in IntelMQ's dump files and in the state folder.</summary>
internal static class DumpCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<DirectoryInfo> dumps = DumpPlace.Folder();
        var truncate = new Option<int>("--truncate", "-t") { Description = "How many characters of raw are shown; 0 for all.", DefaultValueFactory = static _ => 1000 };
        var bot = new Argument<string?>("bot") { Description = "The bot whose failures are looked at; without it they are listed, and one is asked for.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(
            "dump",
            "Looks after failures that were kept, in IntelMQ's dump files and in the state folder: the commands below; or, without one of them, intelmqdump's typed commands (r, a, d, s, e, q).\n\nExamples:\n  intelmq dump list --config /opt/intelmq/etc\n  intelmq dump csv-parser\n\nExample:\n  intelmq dump replay csv-parser --reason 'source.ip'")
        {
            bot, truncate, config, state, dumps,
        };
        command.Subcommands.Add(DumpListCommand.Create());
        command.Subcommands.Add(DumpShowCommand.Create());
        command.Subcommands.Add(DumpReplayCommand.Create());
        command.Subcommands.Add(DumpEditCommand.Create());
        command.Subcommands.Add(DumpOwnCommand.Create());
        command.Subcommands.Add(DumpDeleteCommand.Create());
        command.Subcommands.Add(DumpExportCommand.Create());
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            DumpPlace place = await DumpPlace.OpenAsync(arguments.GetValue(config), arguments.GetValue(state), arguments.GetValue(dumps), cancellationToken).ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                var session = new DumpSession(place.Shelf, place.Configuration, place.TargetAsync, TextEditor.EditAsync, Console.In, Console.Out) { Truncate = Math.Max(0, arguments.GetValue(truncate)) };
                return await session.RunAsync(arguments.GetValue(bot), cancellationToken).ConfigureAwait(false) ? 0 : 1;
            }
        }));
        return command;
    }
}
