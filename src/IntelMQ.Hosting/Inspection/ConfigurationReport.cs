using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Inspection;

/// <summary>What a check found.</summary>
/// <param name="Complaints">Everything, errors and warnings.</param>
public sealed record ConfigurationReport(IReadOnlyList<PipelineComplaint> Complaints)
{
    private static readonly string[] Refused = ["description", "group", "module", "name", "enabled", "run_mode"];

    /// <summary>What keeps the pipeline from running.</summary>
    public IEnumerable<PipelineComplaint> Errors => Complaints.Where(static complaint => !complaint.IsWarning);

    /// <summary>
    /// Whether the check passed by IntelMQ's rule: there is no error, and no bot lacks a setting that IntelMQ wants (<c>description</c>, <c>group</c>,
    /// <c>module</c>, <c>name</c>, <c>enabled</c>) or has another <c>run_mode</c> than it knows.
    /// </summary>
    public bool IsPassed => Complaints.All(static complaint => complaint.IsWarning && !(complaint.Bot is not null && Refused.Contains(complaint.Parameter) && IsOfSettings(complaint)));

    private static bool IsOfSettings(PipelineComplaint complaint) => complaint.Message.EndsWith(" is missing.", StringComparison.Ordinal) || complaint.Parameter == "run_mode";
}
