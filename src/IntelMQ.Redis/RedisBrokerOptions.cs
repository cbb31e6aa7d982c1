using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Schemas;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Redis;

/// <summary>The server that a <see cref="RedisBroker"/> or a <see cref="RedisStreamBroker"/> uses, and where in it. The defaults are IntelMQ's.</summary>
public sealed class RedisBrokerOptions
{
    /// <summary>A host name, an address, or the path of a Unix socket (with a slash at its start, or <c>unix://</c> before it).</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The port; not used with a Unix socket.</summary>
    public int Port { get; set; } = 6379;

    /// <summary>The number of the database with the queues: IntelMQ's <c>source_pipeline_db</c> and <c>destination_pipeline_db</c>.</summary>
    public int Database { get; set; } = 2;

    /// <summary>
    /// The number of the database for what IntelMQ does not know: checkpoints, numbers of commits, what bots of this project remember. Apart
    /// from the queues, since <c>intelmqctl check</c> takes every key beside them for a forgotten queue.
    /// </summary>
    public int StateDatabase { get; set; } = 13;

    /// <summary>The user (ACL); <see langword="null"/> for the default one.</summary>
    public string? User { get; set; }

    /// <summary>The password; <see langword="null"/> where none is asked for.</summary>
    public Secret? Password { get; set; }

    /// <summary>Whether the connection is encrypted (TLS); the server's certificate has to be trusted and made out for <see cref="Host"/>.</summary>
    public bool Tls { get; set; }

    /// <summary>The PEM file of the authorities that the server's certificate must come from; <see langword="null"/> for those that the system trusts.</summary>
    public string? CertificateAuthorities { get; set; }

    /// <summary>How long an answer of the server is waited for.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often queues are looked at where nothing tells that something has changed.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// With streams: how long a process that is not heard of any more keeps the parts of queues that it reads; after that others take them over.
    /// One that only was slow goes on as if nothing had happened, unless another one has taken over.
    /// </summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Where failures are kept. They are no part of the transaction: stored first, and once, by their <see cref="Failure.Id"/>. Belongs to the
    /// caller, who disposes it after the broker.
    /// </summary>
    public IFailureStore Failures { get; set; } = new MemoryFailureStore();

    /// <summary>The schema of the messages.</summary>
    public Schema Schema { get; set; } = Schema.Default;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where the broker logs.</summary>
    public ILoggerFactory Logs { get; set => field = PrintableLogs.Over(value); } = NullLoggerFactory.Instance;

    internal string? SocketPath => Host.StartsWith("unix://", StringComparison.Ordinal) ? Host["unix://".Length..] : Host.StartsWith('/') ? Host : null;

    internal string Address => SocketPath ?? $"{Host}:{Port}";

    internal void ThrowIfInvalid()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Host);
        ArgumentNullException.ThrowIfNull(Failures);
        if (SocketPath is null && Port is < 1 or > 65535)
            throw new ArgumentException($"{nameof(Port)} is {Port}, but must be 1 to 65535.");
        ArgumentOutOfRangeException.ThrowIfNegative(Database);
        ArgumentOutOfRangeException.ThrowIfNegative(StateDatabase);
        if (Database == StateDatabase)
            throw new ArgumentException($"{nameof(StateDatabase)} is {StateDatabase}, but must be another one than {nameof(Database)}.");
        if (Tls && SocketPath is not null)
            throw new ArgumentException($"{nameof(Tls)} is set, but a Unix socket is not encrypted.");
        if (CertificateAuthorities is not null && !Tls)
            throw new ArgumentException($"{nameof(CertificateAuthorities)} is set, but {nameof(Tls)} is not.");
        if (User is not null && Password is null)
            throw new ArgumentException($"{nameof(User)} is set, but {nameof(Password)} is not.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Timeout, TimeSpan.FromMilliseconds(100));
        ArgumentOutOfRangeException.ThrowIfLessThan(PollInterval, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(LeaseTime, TimeSpan.FromMilliseconds(100));
    }
}
