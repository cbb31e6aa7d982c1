namespace IntelMQ.Notifications.Sending;

/// <summary>A way to give mails to a server. Thread-safe.</summary>
public interface IMailTransport
{
    /// <summary>Makes a connection, which is opened with the first mail and used by one thread at a time.</summary>
    IMailConnection Connect();
}
