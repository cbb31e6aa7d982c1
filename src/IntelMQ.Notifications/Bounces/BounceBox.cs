using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Stores;

namespace IntelMQ.Notifications.Bounces;

/// <summary>
/// Takes reports of mail servers, and disables addresses that no mail reaches. A report counts only for a mail of the outbox that went to that
/// address: whoever does not know its Message-ID disables nobody.
/// </summary>
/// <param name="store">The outbox, and the addresses.</param>
public sealed class BounceBox(INotificationStore store)
{
    private const int MaxMail = 10 << 20;

    /// <summary>Takes a mail.</summary>
    /// <param name="mail">The mail, RFC 5322.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The reports that counted: final ones disabled their address.</returns>
    public async ValueTask<IReadOnlyList<Bounce>> TakeAsync(ReadOnlyMemory<byte> mail, CancellationToken cancellationToken)
    {
        var counted = new List<Bounce>();
        if (mail.Length > MaxMail)
            return counted;
        foreach (Bounce bounce in BounceReader.Read(mail.Span))
        {
            if (bounce.MessageId.Length == 0)
                continue;
            IReadOnlyList<StoredMail> found = await store.FindMailsAsync(new MailQuery { Id = bounce.MessageId, Limit = 1 }, cancellationToken).ConfigureAwait(false);
            if (found.Count == 0 || !string.Equals(found[0].Mail.SentTo, bounce.Recipient, StringComparison.OrdinalIgnoreCase))
                continue;
            counted.Add(bounce);
            if (bounce.IsFinal)
                await store.DisableAsync(bounce.Recipient, $"a mail came back: {bounce.Words}", cancellationToken).ConfigureAwait(false);
        }

        return counted;
    }

    /// <summary>Takes what is new in a Maildir, and puts it with what was read.</summary>
    /// <param name="folder">The folder with <c>new</c> and <c>cur</c>.</param>
    /// <param name="cancellationToken">Ends it after the mail at hand.</param>
    /// <returns>The reports that counted.</returns>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public async ValueTask<IReadOnlyList<Bounce>> TakeMaildirAsync(string folder, CancellationToken cancellationToken)
    {
        string read = Path.Combine(folder, "cur");
        Directory.CreateDirectory(read);
        var counted = new List<Bounce>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, "new")).Order(StringComparer.Ordinal).ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (new FileInfo(file).Length <= MaxMail)
                counted.AddRange(await TakeAsync(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));
            // To take it twice after a kill does no harm; to forget it would.
            File.Move(file, Path.Combine(read, Path.GetFileName(file) + ":2,S"), overwrite: true);
        }

        return counted;
    }
}
