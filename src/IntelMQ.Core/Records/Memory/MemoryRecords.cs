using IntelMQ.Jobs;

namespace IntelMQ.Records;

/// <summary>Records in memory: they end with the process.</summary>
public sealed class MemoryRecords : IRecords
{
    /// <summary>Creates empty records.</summary>
    public MemoryRecords()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Creates empty records.</summary>
    /// <param name="time">The clock.</param>
    public MemoryRecords(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Jobs = new MemoryJobs(time);
        Audit = new MemoryAuditLog(time);
        Definitions = new MemoryDefinitionHistory(time);
        Users = new MemoryUserStore(time);
    }

    /// <inheritdoc/>
    public bool IsDurable => false;

    /// <inheritdoc/>
    public IJobs Jobs { get; }

    /// <inheritdoc/>
    public IAuditLog Audit { get; }

    /// <inheritdoc/>
    public IDefinitionHistory Definitions { get; }

    /// <inheritdoc/>
    public IUserStore Users { get; }

    /// <inheritdoc/>
    public IMetricHistory Metrics { get; } = new MemoryMetricHistory();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
