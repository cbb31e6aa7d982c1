using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Whether the queues promise what a graph relies on.</summary>
internal static class BrokerCheck
{
    public static void Check(IEnumerable<GraphBot> bots, PipelineOptions options, ComplaintList complaints)
    {
        BrokerTraits traits = options.Broker?.Traits ?? BrokerTraits.Partitions;
        foreach (GraphBot bot in bots)
        {
            if (bot.RunsHere && bot is { Setup: { PartitionBy: not null, Instances: > 1 } } && (traits & BrokerTraits.Partitions) == 0)
                complaints.Add(bot.Definition, $"its messages are split by {bot.Setup.PartitionBy.Name}, but the broker has no queues in parts; leave {nameof(BotSetup.PartitionBy)} out, or take one instance.");
            if (!bot.RunsHere)
                CheckAbsent(bot, traits, complaints);
        }
    }

    private static void CheckAbsent(GraphBot bot, BrokerTraits traits, ComplaintList complaints)
    {
        GraphBot[] senders = [.. bot.Inputs.Select(static input => input.Sender).Where(static sender => sender.RunsHere).Distinct()];
        if (bot.Definition.IsForeign)
        {
            bool isConnected = senders.Length > 0 || bot.Exits.Exists(static exit => exit.Receivers.Exists(static receiver => receiver.RunsHere));
            if (isConnected && (traits & BrokerTraits.Shared) == 0)
                complaints.Add(bot.Definition, "runs elsewhere, but other processes do not see the queues of this broker: set one that both use.");
        }
        else if (senders.Length > 0 && (traits & BrokerTraits.Durable) == 0)
        {
            complaints.Add(
                bot.Definition,
                $"is disabled, and what {string.Join(", ", senders.Select(static sender => sender.Id))} sends to it cannot wait, since queues in memory end with the run: take it out of the destinations, or set a broker that keeps queues.");
        }
    }
}
