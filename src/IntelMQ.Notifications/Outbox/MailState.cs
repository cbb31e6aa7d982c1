namespace IntelMQ.Notifications.Outbox;

/// <summary>Where a mail is.</summary>
public enum MailState
{
    /// <summary>It is ready, or was put off, and has not been taken by a server.</summary>
    Prepared,

    /// <summary>It is being given to a server.</summary>
    Sending,

    /// <summary>A server has taken it.</summary>
    Accepted,

    /// <summary>It is not known whether a server has taken it: the connection, or this program, ended too early. Never tried again by itself.</summary>
    Uncertain,

    /// <summary>A server refuses it, or it was put off too often.</summary>
    Failed,
}
