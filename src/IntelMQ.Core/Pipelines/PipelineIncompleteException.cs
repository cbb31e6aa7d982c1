namespace IntelMQ.Pipelines;

/// <summary>A run left something: a collector could not read its source, or reports were not brought to an end.</summary>
public sealed class PipelineIncompleteException : Exception
{
    internal PipelineIncompleteException(PipelineResult result)
        : base(result.ToString(), result.CollectorErrors.OrderBy(static error => error.Key, StringComparer.Ordinal).Select(static error => error.Value).FirstOrDefault())
        => Result = result;

    /// <summary>What came of the run.</summary>
    public PipelineResult Result { get; }
}
