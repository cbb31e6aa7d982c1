namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>How one-shots become mails.</summary>
internal static class OneShotMails
{
    /// <summary>The name of the text of all of them.</summary>
    public const string Template = "one-shot";
}
