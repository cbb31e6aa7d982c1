using IntelMQ.Jobs;

namespace IntelMQ.Records;

/// <summary>What a host keeps beside queues and state: for its users, and about what they do.</summary>
public interface IRecords : IAsyncDisposable
{
    /// <summary>Whether it outlives the process.</summary>
    bool IsDurable { get; }

    /// <summary>Long work.</summary>
    IJobs Jobs { get; }

    /// <summary>Who did what.</summary>
    IAuditLog Audit { get; }

    /// <summary>The definitions that were in force.</summary>
    IDefinitionHistory Definitions { get; }

    /// <summary>Who may sign in.</summary>
    IUserStore Users { get; }

    /// <summary>Counts by the minute.</summary>
    IMetricHistory Metrics { get; }
}
