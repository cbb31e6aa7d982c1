using System.CommandLine;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Tool.Commands.Mails;

/// <summary><c>intelmq mail</c>: tells owners of events, and looks after the outbox.</summary>
internal static class MailCommand
{
    public static Command Create()
    {
        var command = new Command("mail", "Tells the owners of networks of events by mail: whom to tell, making and sending mails, the outbox.\n\nExample:\n  intelmq mail outbox --database mails.db");
        command.Subcommands.Add(MailMakeCommand.Create());
        command.Subcommands.Add(MailRunCommand.Create());
        command.Subcommands.Add(MailOutboxCommand.Create());
        command.Subcommands.Add(MailSettleCommand.Create());
        command.Subcommands.Add(MailBouncesCommand.Create());
        command.Subcommands.Add(MailCheckCommand.Create());
        command.Subcommands.Add(Hold(isHeld: true));
        command.Subcommands.Add(Hold(isHeld: false));
        return command;
    }

    private static Command Hold(bool isHeld)
    {
        var place = new MailPlace();
        Option<string> by = MailPlace.By();
        var reason = new Option<string>("--reason") { Description = "Why.", DefaultValueFactory = static _ => "" };
        Command command = isHeld
            ? new Command("hold", "Holds all mail: nothing leaves until it is released.\n\nExample:\n  intelmq mail hold --reason 'wrong contacts were imported' --database mails.db") { reason, by }
            : new Command("release", "Releases mail that is held. A new installation holds all mail until this is done once.\n\nExample:\n  intelmq mail release --by anna --database mails.db") { reason, by };
        place.AddTo(command);
        command.SetAction((arguments, cancellationToken) => place.RunAsync(arguments, async store =>
        {
            await store.SetHoldAsync(isHeld, arguments.GetRequiredValue(reason), arguments.GetRequiredValue(by), cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<MailState, long> counts = await store.CountMailsAsync(null, cancellationToken).ConfigureAwait(false);
            long waiting = counts.GetValueOrDefault(MailState.Prepared);
            await Console.Out.WriteLineAsync(isHeld ? $"All mail is held; {waiting} mails wait." : $"Mail is released; {waiting} mails wait for the next run.").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
