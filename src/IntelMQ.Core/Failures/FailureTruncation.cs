using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Failures;

/// <summary>Cuts failures that are too large to be kept whole.</summary>
internal static class FailureTruncation
{
    private const int Kept = 64 << 10;

    /// <summary>The failure with the first 64 KiB of its raw data; an event goes without any.</summary>
    public static Failure Cut(Failure failure)
    {
        int length = failure.Message.Raw.Length;
        Message message;
        if (failure.Message is Report report)
        {
            Report cut = report.Clone();
            // A copy: the slice would keep all of it in memory.
            cut.SetRaw(report.Raw.Span[..Math.Min(Kept, length)].ToArray());
            message = cut;
        }
        else
        {
            message = ((Event)failure.Message).Clone();
            message.Remove(Fields.Raw);
        }

        return new Failure(message, failure.Reason)
        {
            Id = failure.Id,
            BotId = failure.BotId,
            Field = failure.Field,
            Value = failure.Value,
            LineNumber = failure.LineNumber,
            Exception = failure.Exception,
            Offset = failure.Offset,
            TruncatedFrom = Math.Max(failure.TruncatedFrom, length),
        };
    }
}
