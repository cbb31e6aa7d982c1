using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Schemas;
using IntelMQ.State;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.RabbitMq;

/// <summary>The server that a <see cref="RabbitMqBroker"/> uses, and how.</summary>
public sealed class RabbitMqBrokerOptions
{
    /// <summary>A host name or an address.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The port; 5671 is usual with TLS.</summary>
    public int Port { get; set; } = 5672;

    /// <summary>The virtual host: IntelMQ's <c>amqp_virtual_host</c>.</summary>
    public string VirtualHost { get; set; } = "/";

    /// <summary>The user.</summary>
    public string User { get; set; } = "guest";

    /// <summary>The password; <see langword="null"/> for that of a server as it is installed, which lets it in from the same machine only.</summary>
    public Secret? Password { get; set; }

    /// <summary>Whether the connection is encrypted. The server's certificate has to be made out for <see cref="Host"/>.</summary>
    public bool Tls { get; set; }

    /// <summary>A file of certificates (PEM) that the server's has to come from; <see langword="null"/> for those that the system trusts.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>A file with this side's certificate (PEM), where the server asks for one.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>A file with the key of <see cref="CertificateFile"/> (PEM); <see langword="null"/> where it is in the same file.</summary>
    public string? KeyFile { get; set; }

    /// <summary>How queues are declared.</summary>
    public RabbitMqQueueType QueueType { get; set; }

    /// <summary>
    /// The exchange that messages are published to: IntelMQ's <c>amqp_exchange</c>. Where one is named nothing is declared, and the names of
    /// queues are routing keys; who names it has bound the queues.
    /// </summary>
    public string Exchange { get; set; } = "";

    /// <summary>How long an answer of the server is waited for, and a confirmation while none comes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The server's <c>consumer_timeout</c>: it ends the channel of who keeps a message longer. What only waits here for its turn is given back
    /// and received anew in half of that time.
    /// </summary>
    public TimeSpan ConsumerTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The server's <c>max_message_size</c> in bytes; <see langword="null"/> for what its version has by default (128 MiB, from 4.0 on 16 MiB). A
    /// message that is larger is kept as failure.
    /// </summary>
    public int? MaxMessageBytes { get; set; }

    /// <summary>How often queues are looked at where nothing tells that something has changed.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Of how many messages of a queue it is remembered that they are settled, so that they are dropped where they come again.</summary>
    public int RepeatWindow { get; set; } = 100_000;

    /// <summary>
    /// How long a report that a collector has sent is known to the next process, where this one is killed: the same report is then taken for
    /// the one that was under way.
    /// </summary>
    public TimeSpan RepeatTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Where bots' state, the ids of settled messages and the positions of half-done reports are kept: RabbitMQ stores nothing of the kind. To
    /// outlive the process it takes a <see cref="FileStateStore"/>. Belongs to the caller, who disposes it after the broker; the default is in memory.
    /// </summary>
    public IStateStore? State { get; set; }

    /// <summary>
    /// Where failures are kept. They are no part of a transaction: stored first, and once, by their <see cref="Failure.Id"/>. Belongs to the
    /// caller, who disposes it after the broker.
    /// </summary>
    public IFailureStore Failures { get; set; } = new MemoryFailureStore();

    /// <summary>The schema of the messages.</summary>
    public Schema Schema { get; set; } = Schema.Default;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where the broker logs.</summary>
    public ILoggerFactory Logs { get; set => field = PrintableLogs.Over(value); } = NullLoggerFactory.Instance;

    internal void ThrowIfInvalid()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Host);
        ArgumentException.ThrowIfNullOrWhiteSpace(VirtualHost);
        ArgumentException.ThrowIfNullOrWhiteSpace(User);
        ArgumentNullException.ThrowIfNull(Exchange);
        ArgumentNullException.ThrowIfNull(Failures);
        if (Port is < 1 or > 65535)
            throw new ArgumentException($"{nameof(Port)} is {Port}, but must be 1 to 65535.");
        if (!Enum.IsDefined(QueueType))
            throw new ArgumentException($"{nameof(QueueType)} is {QueueType}, which there is not.");
        if (!Tls && (AuthorityFile ?? CertificateFile ?? KeyFile) is not null)
            throw new ArgumentException($"Certificates are set, but {nameof(Tls)} is not.");
        if (KeyFile is not null && CertificateFile is null)
            throw new ArgumentException($"{nameof(KeyFile)} is set, but {nameof(CertificateFile)} is not.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Timeout, TimeSpan.FromMilliseconds(100));
        ArgumentOutOfRangeException.ThrowIfLessThan(PollInterval, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(ConsumerTimeout, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RepeatWindow);
        ArgumentOutOfRangeException.ThrowIfLessThan(RepeatTime, TimeSpan.Zero);
        if (MaxMessageBytes is { } most)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(MaxMessageBytes));
    }
}
