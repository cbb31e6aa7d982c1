namespace IntelMQ.Pipelines;

/// <summary>A pipeline cannot work as it was put together; the message lists every complaint.</summary>
public sealed class PipelineConfigurationException : Exception
{
    /// <summary>Creates the exception from all complaints.</summary>
    /// <param name="complaints">Every complaint, as a sentence that names the bot.</param>
    public PipelineConfigurationException(IReadOnlyList<string> complaints)
        : base($"The pipeline cannot start:{Environment.NewLine}- {string.Join($"{Environment.NewLine}- ", complaints)}")
        => Complaints = complaints;

    /// <summary>Every complaint.</summary>
    public IReadOnlyList<string> Complaints { get; }
}
