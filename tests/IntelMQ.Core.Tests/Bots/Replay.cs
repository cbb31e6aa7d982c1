using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

internal static class Replay
{
    public static ParseResult Parse(this Parser parser, string raw) => parser.Parse(new Report(Encoding.UTF8.GetBytes(raw), Schema.Default));

    public static string Raw(this Message message) => Encoding.UTF8.GetString(message.Raw.Span);

    /// <summary>What a failure keeps must fail again, once, for the same reason.</summary>
    public static void FailsAgain(this Parser parser, Failure failure)
    {
        ParseResult again = parser.Parse((Report)failure.Message);
        Assert.Empty(again.Events);
        Failure only = Assert.Single(again.Failures);
        Assert.Equal(failure.Reason, only.Reason);
    }
}
