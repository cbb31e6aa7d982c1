using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Failures;

internal static class FailureSamples
{
    public static Failure Line(string raw, long line = 3)
    {
        var report = new Report(System.Text.Encoding.UTF8.GetBytes(raw), Schema.Default);
        report[Fields.Feed.Name] = "Example";
        return new Failure(report, $"source.ip: '{raw}' is no address.") { BotId = "example-parser", Field = "source.ip", LineNumber = line, Offset = 40, TruncatedFrom = 0 };
    }

    public static Failure OfEvent(string address)
    {
        var message = new Event();
        message.Set("source.ip", address).ThrowIfRefused();
        message.Set("extra.text", "ü \"quoted\" \u2028").ThrowIfRefused();
        return new Failure(message, "The service does not answer.") { BotId = "example-expert" };
    }

    public static void AssertSame(Failure expected, Failure actual)
    {
        Assert.True(expected.Message.HasSameFieldsAs(actual.Message), $"{expected.Message} is not {actual.Message}");
        Assert.Equal(expected.Reason, actual.Reason);
        Assert.Equal(expected.BotId, actual.BotId);
        Assert.Equal(expected.LineNumber, actual.LineNumber);
    }

    public static async Task<List<StoredFailure>> All(IFailureStore store)
    {
        var all = new List<StoredFailure>();
        await foreach (StoredFailure failure in store.ReadAsync(default))
            all.Add(failure);
        return all;
    }
}
