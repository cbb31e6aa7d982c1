namespace IntelMQ.Jobs;

/// <summary>Does jobs of one kind.</summary>
public interface IJobHandler
{
    /// <summary>The kind.</summary>
    string Kind { get; }

    /// <summary>Does a job, from its cursor on; what was done since the cursor was saved last may be done again.</summary>
    /// <param name="work">The job; saves how far it is.</param>
    /// <param name="cancellationToken">Ends it: the process stops, or another has the job.</param>
    /// <returns>What came of it, as JSON; <see langword="null"/> for nothing to tell.</returns>
    /// <exception cref="IOException">It is tried again later, from the cursor.</exception>
    /// <exception cref="InvalidDataException">It cannot be done; the text says why.</exception>
    Task<string?> RunAsync(JobWork work, CancellationToken cancellationToken);
}
