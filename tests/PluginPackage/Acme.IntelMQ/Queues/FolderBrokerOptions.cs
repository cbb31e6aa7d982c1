using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Acme.IntelMQ.Queues;

/// <summary>Where a <see cref="FolderBroker"/> keeps its queues.</summary>
public sealed class FolderBrokerOptions
{
    /// <summary>The folder, made where it is missing. One process at a time uses it.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether a commit waits for the disk, so that it outlives a power failure and not only the process; on by default.</summary>
    public bool FlushToDisk { get; init; } = true;

    /// <summary>The schema of the messages.</summary>
    public Schema Schema { get; init; } = Schema.Default;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the stores of state and failures log.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;
}
