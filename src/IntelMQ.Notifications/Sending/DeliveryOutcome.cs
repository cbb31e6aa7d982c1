namespace IntelMQ.Notifications.Sending;

/// <summary>What a server did with a mail.</summary>
public enum DeliveryOutcome
{
    /// <summary>It took it.</summary>
    Accepted,

    /// <summary>It refuses it, and would again.</summary>
    Refused,

    /// <summary>It refuses it for now.</summary>
    Later,

    /// <summary>There was no server to give it to; it did not get the mail.</summary>
    Unreachable,

    /// <summary>The connection ended, or no answer came, when the mail was on its way: nobody here knows whether it took it.</summary>
    Uncertain,
}
