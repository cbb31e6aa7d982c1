namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>The kinds of jobs that one-shots need.</summary>
public static class OneShotWork
{
    /// <summary>Checks all rows.</summary>
    public const string Check = "one-shot.check";

    /// <summary>Looks contacts up.</summary>
    public const string Contacts = "one-shot.contacts";

    /// <summary>The name of the text of their mails.</summary>
    public const string Template = "one-shot";

    /// <summary>Sends the mails.</summary>
    public const string Send = "one-shot.send";
}
