using IntelMQ.Bots.Stomp;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="StompCollector"/>.</summary>
public sealed partial class StompCollectorOptions : CollectorOptions
{
    /// <summary><c>server</c>: the broker's address or name, which its certificate must bear.</summary>
    [Required("give the broker's address or name")]
    [Reaches(Outside.Host)]
    public string Server { get; set; } = "n6stream.cert.pl";

    /// <summary><c>exchange</c>: what is subscribed to: the header <c>destination</c>.</summary>
    [Required("give the destination to subscribe to")]
    public string Exchange { get; set; } = "";

    /// <summary><c>heartbeat</c>: how often each side is to give a sign of life; 6000 by default, 0 for never.</summary>
    [Range(0, 86_400_000)]
    [Unit("milliseconds")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>How the broker is connected to.</summary>
    public StompConnectionOptions Connection { get; } = new();

    /// <summary>
    /// <c>acknowledge</c>: take a message out of the broker's queue once everything that was made of it is stored, so that a kill loses none
    /// where the queue outlives the connection; on by default. Off, the broker forgets a message as it sends it, as in IntelMQ. The parameter
    /// is this project's own.
    /// </summary>
    public bool Acknowledge { get; set; } = true;

    /// <summary>
    /// <c>subscription_headers</c>: further headers of the subscription, such as <c>durable</c>, <c>auto-delete</c>, <c>x-queue-name</c>
    /// and <c>prefetch-count</c> of RabbitMQ, or <c>activemq.subscriptionName</c>. The parameter is this project's own.
    /// </summary>
    public TextMap SubscriptionHeaders { get; set; } = [];

    /// <summary>
    /// <c>reconnect</c>: connect again when the connection breaks; on by default. Off, the turn ends with it. The parameter is this project's
    /// own.
    /// </summary>
    public bool Reconnect { get; set; } = true;

    /// <summary><c>reconnect_delay</c>: the pause before that; doubled with each attempt in vain, up to five minutes. The parameter is this project's own.</summary>
    [Range(0, 300)]
    [Unit("seconds")]
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        foreach ((string header, _) in SubscriptionHeaders)
        {
            if (header is "id" or "destination" or "ack" or "content-length")
                complaints.Add($"subscription_headers must not hold {header}, which the bot sets itself.");
        }
    }

    internal StompSettings ToSettings() => Connection.ToSettings(Server, Heartbeat);
}
