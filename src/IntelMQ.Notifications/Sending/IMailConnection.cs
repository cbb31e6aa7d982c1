using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Sending;

/// <summary>A connection to a mail server.</summary>
public interface IMailConnection : IAsyncDisposable
{
    /// <summary>Gives a mail to the server. Never throws for what a server does; has a time limit of its own, since what is begun is brought to an end.</summary>
    /// <param name="mail">The mail.</param>
    ValueTask<MailDelivery> DeliverAsync(OutgoingMail mail);
}
