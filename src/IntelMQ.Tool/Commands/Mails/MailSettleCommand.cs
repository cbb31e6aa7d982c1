using System.CommandLine;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Tool.Commands.Mails;

/// <summary><c>intelmq mail settle</c>: says what became of a mail that is uncertain or failed.</summary>
internal static class MailSettleCommand
{
    public static Command Create()
    {
        var place = new MailPlace();
        Option<string> by = MailPlace.By();
        var id = new Argument<string>("id") { Description = "The mail's Message-ID, as mail outbox shows it." };
        var state = new Option<string>("--as") { Description = "accepted: the server has it. failed: it has not, and it is not sent. again: it has not, and it is sent once more.", Required = true };
        state.AcceptOnlyFromAmong("accepted", "failed", "again");
        var command = new Command("settle", "Says what became of a mail that is uncertain or failed, as the server's log tells it by the Message-ID.\n\nExample:\n  intelmq mail settle 0123abcd@example.org --as accepted --database mails.db") { id, state, by };
        place.AddTo(command);
        command.SetAction((arguments, cancellationToken) => place.RunAsync(arguments, async store =>
        {
            string word = arguments.GetRequiredValue(state);
            MailState settled = word switch { "accepted" => MailState.Accepted, "failed" => MailState.Failed, _ => MailState.Prepared };
            if (!await store.ResolveAsync(arguments.GetRequiredValue(id).Trim('<', '>'), settled, $"{arguments.GetRequiredValue(by)} says: {word}", cancellationToken).ConfigureAwait(false))
                throw new ArgumentException("There is no such mail that is uncertain or failed.");
            await Console.Out.WriteLineAsync($"The mail is {MailOutboxCommand.NameOf(settled)}.").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
