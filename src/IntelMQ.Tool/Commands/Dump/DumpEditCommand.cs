using System.CommandLine;
using IntelMQ.Failures;
using IntelMQ.Hosting.Dumps;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary><c>intelmq dump edit</c>: changes a failure's message before it is sent again.</summary>
internal static class DumpEditCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<DirectoryInfo> dumps = DumpPlace.Folder();
        var bot = new Argument<string>("bot") { Description = "The bot that failed." };
        var number = new Argument<int>("number") { Description = "The entry's number, as 'show' tells it." };
        var command = new Command("edit", "Opens the message of a failure in your editor (VISUAL, EDITOR), and keeps what came of it where it is a message.\n\nExample:\n  intelmq dump edit csv-parser 0") { bot, number, config, state, dumps };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            DumpPlace place = await DumpPlace.OpenAsync(arguments.GetValue(config), arguments.GetValue(state), arguments.GetValue(dumps), cancellationToken).ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                IReadOnlyList<IDump> found = await place.Shelf.OpenAsync(arguments.GetRequiredValue(bot), cancellationToken).ConfigureAwait(false);
                try
                {
                    string? complaint = found.Count switch
                    {
                        0 => "There are no such failures.",
                        1 => await DumpEditing.EditAsync(found[0], arguments.GetValue(number), place.Configuration.Schema, TextEditor.EditAsync, cancellationToken).ConfigureAwait(false),
                        _ => $"There are failures in {string.Join(" and ", found.Select(static dump => dump.Place))}: choose one by 'intelmq dump'.",
                    };
                    await Console.Error.WriteLineAsync(complaint ?? "Changed.").ConfigureAwait(false);
                    return complaint is null ? 0 : 1;
                }
                finally
                {
                    foreach (IDump dump in found)
                        await dump.DisposeAsync().ConfigureAwait(false);
                }
            }
        }));
        return command;
    }
}
