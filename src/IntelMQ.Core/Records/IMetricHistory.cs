namespace IntelMQ.Records;

/// <summary>Counts by the minute, for charts over days.</summary>
public interface IMetricHistory
{
    /// <summary>Adds counts; those of one minute, name and key are summed. Times are cut to the minute.</summary>
    ValueTask AddAsync(IReadOnlyList<MetricCount> counts, CancellationToken cancellationToken);

    /// <summary>Reads counts, summed over steps, in the order of time and key.</summary>
    /// <param name="name">What is counted.</param>
    /// <param name="key">Of what; <see langword="null"/> for each.</param>
    /// <param name="from">The first minute.</param>
    /// <param name="until">The minute after the last.</param>
    /// <param name="step">The length of a step, whole minutes; steps begin at multiples of it since 1970.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<MetricCount>> ReadAsync(string name, string? key, DateTimeOffset from, DateTimeOffset until, TimeSpan step, CancellationToken cancellationToken);

    /// <summary>Forgets counts before a time.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
