namespace IntelMQ.Notifications.Stores;

/// <summary>What stores themselves say of mails.</summary>
internal static class MailWords
{
    public const string Failed = "its mail failed";

    public const string Interrupted = "Sending was interrupted: the server may have the mail. Look for its Message-ID in the server's log, and settle it.";
}
