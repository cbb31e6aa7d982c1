using System.Collections.Concurrent;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Sending;

namespace IntelMQ.Notifications.Tests.OneShots;

/// <summary>Takes every mail.</summary>
internal sealed class TakingTransport : IMailTransport
{
    public ConcurrentQueue<OutgoingMail> Taken { get; } = [];

    /// <summary>What is done after each mail.</summary>
    public Func<Task> Given { get; set; } = static () => Task.CompletedTask;

    public IMailConnection Connect() => new Connection(this);

    private sealed class Connection(TakingTransport transport) : IMailConnection
    {
        public async ValueTask<MailDelivery> DeliverAsync(OutgoingMail mail)
        {
            transport.Taken.Enqueue(mail);
            await transport.Given();
            return new MailDelivery(DeliveryOutcome.Accepted, "250 taken");
        }

        public ValueTask DisposeAsync() => default;
    }
}
