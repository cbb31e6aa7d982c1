using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Pipelines;

/// <summary>What a chain makes of messages that failed.</summary>
internal static class ChainFailures
{
    /// <summary>The failure of a bot that threw.</summary>
    public static Failure Of(ChainNode node, Message message, Exception exception)
        => new(message, $"The bot {node.Id} failed: {Sentence(exception)}") { Exception = exception };

    private static string Sentence(Exception exception) => string.IsNullOrEmpty(exception.Message) ? exception.GetType().Name : exception.Message;

    /// <summary>The event of a message: the event itself, or what an event takes over of a report, with its raw data.</summary>
    public static Event EventOf(Message message)
    {
        if (message is Event failed)
            return failed.Clone();
        var report = (Report)message;
        var made = new Event(report);
        FieldKey raw = report.Schema.Key(Fields.Raw);
        if (report.Contains(raw))
            made.CopyFrom(report, raw, report.SlotOf(raw));
        return made;
    }
}
