namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>Where a one-shot is.</summary>
public enum OneShotState
{
    /// <summary>It is prepared; nothing of it is sent.</summary>
    Draft,

    /// <summary>It is confirmed: its mails are sent, or have been. Its directives and mails say how far it is.</summary>
    Confirmed,

    /// <summary>Somebody gave it up; nothing more of it is sent.</summary>
    GivenUp,
}
