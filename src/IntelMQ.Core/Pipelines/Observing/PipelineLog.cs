using Microsoft.Extensions.Logging;

namespace IntelMQ.Pipelines;

internal static partial class PipelineLog
{
    [LoggerMessage(1, LogLevel.Information, "Pipeline {Pipeline} starts with {Bots} bots in {Stages} stages.")]
    public static partial void Starting(ILogger log, string pipeline, int bots, int stages);

    [LoggerMessage(2, LogLevel.Information, "Pipeline {Pipeline} ended.")]
    public static partial void Ended(ILogger log, string pipeline);

    [LoggerMessage(3, LogLevel.Information, "Pipeline {Pipeline} stops: work that was begun is finished.")]
    public static partial void Stopping(ILogger log, string pipeline);

    [LoggerMessage(4, LogLevel.Warning, "Pipeline {Pipeline} did not stop in time; what is in work is given back.")]
    public static partial void StopTimedOut(ILogger log, string pipeline);

    [LoggerMessage(5, LogLevel.Error, "Pipeline {Pipeline} broke off.")]
    public static partial void Broke(ILogger log, string pipeline, Exception exception);

    [LoggerMessage(10, LogLevel.Information, "{Bot}: made {Events} events of a report of feed {Feed} and found {Failures} problems.")]
    public static partial void ReportParsed(ILogger log, string bot, string feed, long events, long failures);

    [LoggerMessage(11, LogLevel.Error, "{Bot}: {Failures} of {Elements} elements of a report of feed {Feed} failed; has the format changed? The first: {Failure}")]
    public static partial void FormatChanged(ILogger log, string bot, string feed, long failures, long elements, string failure);

    [LoggerMessage(12, LogLevel.Warning, "{Bot}: {Failures} of {Elements} elements of a report of feed {Feed} failed. The first: {Failure}")]
    public static partial void LinesFailed(ILogger log, string bot, string feed, long failures, long elements, string failure);

    [LoggerMessage(13, LogLevel.Error, "{Bot}: {Failures} messages failed so far; this one: {Reason}")]
    public static partial void MessageFailed(ILogger log, string bot, long failures, string reason, Exception? exception);

    [LoggerMessage(14, LogLevel.Warning, "{Bot}: tries again in {Pause}, retry {Retry} of {MaxRetries}.")]
    public static partial void Retrying(ILogger log, string bot, TimeSpan pause, int retry, int maxRetries, Exception exception);

    [LoggerMessage(15, LogLevel.Error, "{Bot}: gives up reading its source.")]
    public static partial void CollectorGaveUp(ILogger log, string bot, Exception exception);

    [LoggerMessage(16, LogLevel.Error, "{Bot}: everything made of a report is stored, but its source could not be put away.")]
    public static partial void SettleFailed(ILogger log, string bot, Exception exception);

    [LoggerMessage(17, LogLevel.Warning, "{Bot}: nothing is connected to its path {Path}; what it sends there is dropped.")]
    public static partial void Unconnected(ILogger log, string bot, string path);

    [LoggerMessage(19, LogLevel.Error, "{Bot}: what it has done cannot be stored; trying again in {Pause}, for the {Retry}. time, until it works.")]
    public static partial void StoringAgain(ILogger log, string bot, TimeSpan pause, int retry, Exception exception);

    [LoggerMessage(20, LogLevel.Warning, "{Bot}: a report is done and its source put away, but the note about it could not be removed.")]
    public static partial void ProgressNotForgotten(ILogger log, string bot, Exception exception);

    [LoggerMessage(21, LogLevel.Warning, "{Bot}: another program has taken messages from {Queue} that were in work here, or changed what the bot remembers; nothing of them is stored, and what is still there comes again.")]
    public static partial void InputLost(ILogger log, string bot, string queue);

    [LoggerMessage(26, LogLevel.Information, "{Bot}: a report was collected again that is in the queues already, since its source was not put away; it is not sent again.")]
    public static partial void CollectedBefore(ILogger log, string bot);

    [LoggerMessage(27, LogLevel.Error, "{Bot}: its queue cannot be read: {Reason} Trying again until it works.")]
    public static partial void CannotReceive(ILogger log, string bot, string reason);

    [LoggerMessage(28, LogLevel.Information, "{Bot}: the broker answers again.")]
    public static partial void BrokerAnswersAgain(ILogger log, string bot);

    [LoggerMessage(29, LogLevel.Error, "Pipeline {Pipeline} waits for its broker: {Reason}")]
    public static partial void WaitingForBroker(ILogger log, string pipeline, string reason);

    [LoggerMessage(36, LogLevel.Warning, "{Bot}: the process has ended {Ends} times in a row over the first messages of {Queue}; they are worked on one by one.")]
    public static partial void SuspectBatch(ILogger log, string bot, int ends, string queue);

    [LoggerMessage(37, LogLevel.Error, "{Bot}: a message is kept as failure, since the process has ended each time it was worked on.")]
    public static partial void GivenUp(ILogger log, string bot);

    [LoggerMessage(38, LogLevel.Error, "{Bot}: is stopped, since it has given something up and its error_procedure is stop.")]
    public static partial void StoppedAfterError(ILogger log, string bot);

    [LoggerMessage(39, LogLevel.Warning, "{Bot}: could not be stopped after its error: {Reason}")]
    public static partial void NotStopped(ILogger log, string bot, string reason);

    [LoggerMessage(18, LogLevel.Warning, "Replay: {Skipped} failures were left, since their bot is not here or they are cut short.")]
    public static partial void ReplaySkipped(ILogger log, int skipped);
}
