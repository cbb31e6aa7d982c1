namespace IntelMQ.Pipelines;

/// <summary>A pipeline cannot work as it was put together; the message lists every complaint.</summary>
public sealed class PipelineConfigurationException : Exception
{
    /// <summary>Creates the exception from all complaints.</summary>
    /// <param name="complaints">Every complaint, as a sentence that names the bot.</param>
    public PipelineConfigurationException(IReadOnlyList<string> complaints)
        : base($"The pipeline cannot start:{Environment.NewLine}- {string.Join($"{Environment.NewLine}- ", complaints)}")
        => Complaints = complaints;

    /// <summary>Creates the exception from all complaints; warnings among them are left aside.</summary>
    /// <param name="complaints">Every complaint.</param>
    public PipelineConfigurationException(IEnumerable<PipelineComplaint> complaints)
        : this([.. complaints.Where(static complaint => !complaint.IsWarning)])
    {
    }

    private PipelineConfigurationException(PipelineComplaint[] details)
        : this([.. details.Select(static complaint => complaint.ToString())])
        => Details = details;

    /// <summary>Every complaint, as a sentence that names the bot, and the place where there is one.</summary>
    public IReadOnlyList<string> Complaints { get; }

    /// <summary>The complaints with what they are about; empty where they are not about a definition.</summary>
    public IReadOnlyList<PipelineComplaint> Details { get; } = [];
}
