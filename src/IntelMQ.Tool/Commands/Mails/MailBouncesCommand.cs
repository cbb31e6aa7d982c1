using System.CommandLine;
using IntelMQ.Notifications.Bounces;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Tool.Commands.Mails;

/// <summary><c>intelmq mail bounces</c>: disables addresses that no mail reaches.</summary>
internal static class MailBouncesCommand
{
    public static Command Create()
    {
        var place = new MailPlace();
        var folder = new Option<DirectoryInfo?>("--maildir") { Description = "A Maildir that mails are sent back to: what is new in it is taken, and put with what was read." };
        var enable = new Option<string?>("--enable") { Description = "Send to this address again." };
        var command = new Command("bounces", "Takes mails that came back, disables the addresses that no mail reaches, and lists those that are disabled.\n\nExample:\n  intelmq mail bounces --maildir /var/mail/bounces --database mails.db") { folder, enable };
        place.AddTo(command);
        command.SetAction((arguments, cancellationToken) => place.RunAsync(arguments, async store =>
        {
            if (arguments.GetValue(enable) is { } address && !await store.EnableAsync(address, cancellationToken).ConfigureAwait(false))
                throw new ArgumentException($"'{address}' is not disabled.");
            if (arguments.GetValue(folder) is { } maildir)
            {
                IReadOnlyList<Bounce> bounces = await new BounceBox(store).TakeMaildirAsync(maildir.FullName, cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"{bounces.Count} mails came back, {bounces.Count(static bounce => bounce.IsFinal)} for good.").ConfigureAwait(false);
            }

            IReadOnlyList<DisabledAddress> disabled = await store.FindDisabledAsync(null, cancellationToken).ConfigureAwait(false);
            Columns.Write([.. disabled.Select(static one => (string[])["disabled", one.Address, $"{one.Since.UtcDateTime:yyyy-MM-dd}", one.Reason])]);
            await Console.Out.WriteLineAsync($"{disabled.Count} addresses are disabled.").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
