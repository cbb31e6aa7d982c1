using IntelMQ.Bots;
using IntelMQ.Messages;

namespace Kills;

/// <summary>Sends each event two ways.</summary>
internal sealed class ForkExpert : Expert
{
    public const string Copies = "copies";

    public override IReadOnlyList<BotPath> Paths { get; } = [new BotPath(Copies, IsRequired: true)];

    public override Verdict Process(Event message) => Verdict.To(BotPath.Default, Copies);
}
