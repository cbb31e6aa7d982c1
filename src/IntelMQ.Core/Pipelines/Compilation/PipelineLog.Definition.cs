using Microsoft.Extensions.Logging;

namespace IntelMQ.Pipelines;

internal static partial class PipelineLog
{
    [LoggerMessage(30, LogLevel.Warning, "Pipeline {Pipeline}: {Complaint}")]
    public static partial void LooksWrong(ILogger log, string pipeline, PipelineComplaint complaint);
}
